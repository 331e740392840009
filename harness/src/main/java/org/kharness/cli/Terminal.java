/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import java.util.Map;

/**
 * What one output stream can show.
 *
 * @param live true if it is a terminal that understands carriage return and erase
 * @param colour true if colours are wanted
 */
public record Terminal(boolean live, boolean colour) {
    /** A file or a pipe. */
    public static final Terminal PLAIN = new Terminal(false, false);

    /**
     * Decides from the environment: a dumb terminal and continuous integration get plain lines, and {@code NO_COLOR}
     * (no-color.org) is obeyed.
     *
     * @param tty true if the stream is a terminal
     */
    public static Terminal of(boolean tty, Map<String, String> environment) {
        String term = environment.getOrDefault("TERM", "");
        boolean live = tty && !term.isEmpty() && !term.equals("dumb") && !environment.containsKey("CI");
        return new Terminal(
                live, live && environment.getOrDefault("NO_COLOR", "").isEmpty());
    }

    /** The text in a style where colours are wanted, else as it is. */
    public String style(Style style, String text) {
        return colour && !text.isEmpty() ? "\033[" + style.sgr + "m" + text + "\033[0m" : text;
    }

    /** The few styles in use; parameters of ECMA-48's select graphic rendition. */
    public enum Style {
        BOLD("1"),
        DIM("2"),
        GOOD("32"),
        BAD("1;31"),
        WARNING("33");

        private final String sgr;

        Style(String sgr) {
            this.sgr = sgr;
        }
    }
}
