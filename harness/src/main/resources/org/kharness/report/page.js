'use strict';
/* SPDX-License-Identifier: Apache-2.0 */
// Opens what lies compressed in the page, goes to lines in it, and filters scenarios. Without it all of this is
// still in report.json and the logs beside the page.
let parts;
async function inflate() {
  const bytes = Uint8Array.from(atob(document.getElementById('parts').textContent), c => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'));
  return JSON.parse(await new Response(stream).text());
}
async function fill(details) {
  const later = details.querySelector(':scope > [data-part]');
  if (!later) return;
  const number = later.dataset.part;
  later.removeAttribute('data-part');
  try {
    parts = parts || inflate();
    later.innerHTML = (await parts)[number];
  } catch (e) {
    later.append(' This browser cannot open what is compressed in the page: see report.json.');
  }
}
async function arrive() {
  const id = decodeURIComponent(location.hash.slice(1));
  const owner = document.getElementById(id.replace(/-\d+$/, ''));
  if (!owner || owner.tagName !== 'DETAILS') return;
  owner.hidden = false;
  owner.open = true;
  await fill(owner);
  const target = document.getElementById(id) || owner;
  document.querySelectorAll('.here').forEach(e => e.classList.remove('here'));
  target.classList.add('here');
  target.scrollIntoView();
}
document.addEventListener('toggle', e => { if (e.target.open) fill(e.target); }, true);
document.addEventListener('click', e => {
  const link = e.target.closest('a[href^="#"]');
  if (link && link.hash === location.hash) arrive();
});
addEventListener('hashchange', arrive);
const filter = document.getElementById('filter');
if (filter) {
  const all = [...document.querySelectorAll('details[data-v]')];
  const apply = () => {
    const words = filter.elements.text.value.toLowerCase().split(/\s+/);
    let shown = 0;
    for (const d of all) {
      const text = d.firstElementChild.textContent.toLowerCase();
      const tags = (d.dataset.t || '').split(' ');
      const fits = (!filter.elements.verdict.value || d.dataset.v === filter.elements.verdict.value)
        && (!filter.elements.tag || !filter.elements.tag.value || tags.includes(filter.elements.tag.value))
        && words.every(w => text.includes(w));
      d.hidden = !fits;
      shown += fits;
    }
    filter.querySelector('output').textContent = shown + ' of ' + all.length;
  };
  filter.hidden = false;
  filter.addEventListener('input', apply);
  filter.addEventListener('submit', e => e.preventDefault());
  apply();
}
arrive();
