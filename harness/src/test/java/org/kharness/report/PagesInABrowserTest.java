/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kharness.nightly.SampleNights;

/** The pages as a reader's browser has them: accessible, no wider than the screen, and working. Pictures go to target/pages. */
class PagesInABrowserTest {
    private static final int MOST_ELEMENTS = 5000;
    private static final int MOST_BYTES = 400_000;
    /** Everything that axe-core checks but what is for the highest level only, which nobody asks for. */
    private static final String AXE = """
            axe.run(document, {
              runOnly: {type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']},
              rules: {'target-size': {enabled: true}},
              resultTypes: ['violations']
            }).then(r => r.violations.flatMap(v => v.nodes.map(n => v.id + ': ' + n.target + ' ' + n.html.slice(0, 200) + ' ' + n.failureSummary)))
            """;

    @TempDir
    static Path dir;

    private static Browser browser;
    private static final Map<String, String> PAGES = new LinkedHashMap<>();

    @BeforeAll
    static void makePages() throws Exception {
        browser = Browser.start(Files.createDirectory(dir.resolve("profile")));
        SampleReport.writeConsole(dir);
        page("report", HtmlPage.render(SampleReport.full(), dir));
        page("many", HtmlPage.render(SampleReport.many(dir, 375), dir));
        page("bisect", HtmlPage.render(SampleReport.bisected(), dir));
        page(
                "early",
                HtmlPage.render(
                        SampleReport.endedEarly("FAIL", 4, "fs/x.c:3: error: y\nmore " + "x".repeat(300)), dir));
        page("night", SampleNights.night());
        page("nights", SampleNights.all());
    }

    private static void page(String name, String html) throws IOException {
        Path file = Files.writeString(dir.resolve(name + ".html"), html);
        PAGES.put(name, file.toUri().toString());
    }

    private static String address(String page) {
        return Objects.requireNonNull(PAGES.get(page));
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "report, 1280, false", "report, 390, true", "many, 390, false", "many, 1280, true", "bisect, 1280, false",
        "bisect, 390, true", "early, 390, false", "night, 1280, true", "night, 390, false", "nights, 390, true",
        "nights, 1280, false"
    })
    void axeFindsNothing(String page, int width, boolean dark) throws IOException {
        browser.open(address(page), width, dark);
        openDetails();
        browser.picture(Path.of("target/pages", page + "-" + width + (dark ? "-dark" : "-light") + ".png"));
        browser.value(axe());
        List<String> findings = new ArrayList<>();
        browser.value(AXE).forEach(f -> findings.add(f.asText()));
        assertThat(findings).isEmpty();
        assertThat(browser.value("document.scrollingElement.scrollWidth").asInt())
                .isLessThanOrEqualTo(width);
        assertThat(browser.value("performance.getEntriesByType('resource').length")
                        .asInt())
                .isZero();
    }

    /** All of a small page's; of a large page's a few, since nobody opens all. */
    private static void openDetails() {
        browser.value("[...document.querySelectorAll('details')].slice(0, 12).forEach(d => d.open = true);"
                + "new Promise(done => setTimeout(done, 500))");
    }

    @Test
    void aPageOfManyScenariosIsSmallAtFirst() throws IOException {
        assertThat(Files.size(dir.resolve("many.html"))).isLessThan(MOST_BYTES);
        browser.open(address("many"), 1280, false);
        assertThat(browser.value("document.querySelectorAll('*').length").asInt())
                .isLessThan(MOST_ELEMENTS);
    }

    @Test
    void aLineThatAnAddressNamesIsOpenedAndLiesBelowTheHead() {
        browser.open(address("many") + "#s300-7", 390, false);
        JsonNode place = browser.value("""
                new Promise(done => setTimeout(done, 1000)).then(() => {
                  const line = document.getElementById('s300-7').getBoundingClientRect();
                  const head = document.getElementById('filter').getBoundingClientRect();
                  return {line: line.top, head: head.bottom, screen: innerHeight, text: document.getElementById('s300-7').textContent};
                })
                """);
        assertThat(place.path("line").asDouble())
                .isGreaterThanOrEqualTo(place.path("head").asDouble())
                .isLessThan(place.path("screen").asDouble());
        assertThat(place.path("text").asText()).contains("SIGBUS to A");
    }

    @Test
    void aLinkOfATableLeadsToTheScenarioBelowTheHead() {
        browser.open(address("many"), 390, true);
        JsonNode place = browser.value("""
                document.querySelector('.matrix a[href="#s200"]').click();
                new Promise(done => setTimeout(done, 1000)).then(() => ({
                  top: document.getElementById('s200').getBoundingClientRect().top,
                  head: document.getElementById('filter').getBoundingClientRect().bottom,
                  open: document.getElementById('s200').open
                }))
                """);
        assertThat(place.path("open").asBoolean()).isTrue();
        assertThat(place.path("top").asDouble())
                .isGreaterThanOrEqualTo(place.path("head").asDouble() - 1)
                .isLessThan(900);
    }

    @ParameterizedTest
    @CsvSource({"verdict, FAIL, 4", "tag, reflink, 188", "text, scenario-7. madvise, 1", "text, nowhere, 0"})
    void scenariosAreFiltered(String field, String value, int shown) {
        browser.open(address("many"), 1280, false);
        browser.value("const f = document.getElementById('filter').elements." + field + "; f.value = '" + value
                + "'; f.dispatchEvent(new Event('input', {bubbles: true}))");
        assertThat(browser.value("document.querySelectorAll('details[data-v]:not([hidden])').length")
                        .asInt())
                .isEqualTo(shown);
        assertThat(browser.value("document.querySelector('#filter output').textContent")
                        .asText())
                .isEqualTo(shown + " of 375");
    }

    @Test
    void whatAGuestPrintsStaysText() {
        browser.open(address("many") + "#s374", 1280, false);
        JsonNode found = browser.value("""
                new Promise(done => setTimeout(done, 1000)).then(() => ({
                  text: document.getElementById('s374').textContent,
                  images: document.querySelectorAll('img').length,
                  scripts: document.querySelectorAll('script').length,
                  ran: typeof window.harm
                }))
                """);
        assertThat(found.path("text").asText()).contains("</script><script>harm=1</script><img src=x onerror=harm=1>");
        assertThat(found.path("images").asInt()).isZero();
        assertThat(found.path("scripts").asInt()).isEqualTo(2);
        assertThat(found.path("ran").asText()).isEqualTo("undefined");
    }

    private static String axe() throws IOException {
        try (InputStream in = PagesInABrowserTest.class.getResourceAsStream("/axe.min.js")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8) + ";0";
        }
    }
}
