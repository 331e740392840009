/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.report;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;

/** Renders the page templates in src/main/jte, which are compiled with the harness. They escape whatever they are given. */
public final class Templates {
    private static final TemplateEngine ENGINE = TemplateEngine.createPrecompiled(
            null, ContentType.Html, Templates.class.getClassLoader(), "org.kharness.pages");

    private Templates() {}

    /** A page as HTML, freed of control characters, which escaping leaves. */
    public static String render(String template, Object page) {
        StringOutput output = new StringOutput();
        ENGINE.render(template, page, output);
        return PlainText.visibleLines(output.toString());
    }
}
