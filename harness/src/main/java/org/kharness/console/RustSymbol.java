/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.console;

/**
 * Rust's symbols as people write them. The mangled ones hold a hash of each crate, which is another one in every build.
 * The grammar is that of Rust's RFC 2603, "v0"; constants as generic arguments are left out.
 */
final class RustSymbol {
    private static final String PREFIX = "_R";
    private static final int MAX_DEPTH = 40;
    private static final String BASIC = "abcdefhijlmnostuvxyz";
    private static final String[] BASIC_NAMES = {
        "i8", "bool", "char", "f64", "str", "f32", "u8", "isize", "usize", "i32", "u32", "i128", "u128", "i16", "u16",
        "()", "...", "i64", "u64", "!"
    };

    private final String text;
    private int at;
    private int depth;

    private RustSymbol(String text) {
        this.text = text;
    }

    /** The readable form of a mangled symbol; any other one as it is. */
    static String readable(String symbol) {
        if (!symbol.startsWith(PREFIX)) {
            return symbol;
        }
        try {
            return new RustSymbol(symbol.substring(PREFIX.length())).path();
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            return symbol;
        }
    }

    private String path() {
        enter();
        char tag = text.charAt(at++);
        String path = switch (tag) {
            case 'C' -> identifier();
            case 'N' -> nested();
            case 'M' -> {
                impl();
                yield "<" + type() + ">";
            }
            case 'X' -> {
                impl();
                yield "<" + type() + " as " + path() + ">";
            }
            case 'Y' -> "<" + type() + " as " + path() + ">";
            case 'I' -> path() + "::<" + list() + ">";
            case 'B' -> back(true);
            default -> throw new IllegalArgumentException(text);
        };
        depth--;
        return path;
    }

    private String nested() {
        char space = text.charAt(at++);
        String path = path();
        String name = identifier();
        if (Character.isUpperCase(space)) {
            return path + "::{" + (space == 'C' ? "closure" : "shim") + "}";
        }
        return name.isEmpty() ? path : path + "::" + name;
    }

    /** The path of an implementation block, which nobody writes. */
    private void impl() {
        if (text.charAt(at) == 's') {
            at++;
            number();
        }
        path();
    }

    private String type() {
        enter();
        char tag = text.charAt(at);
        int basic = BASIC.indexOf(tag);
        String type;
        if (basic >= 0) {
            at++;
            type = BASIC_NAMES[basic];
        } else if ("ASTRQPOB".indexOf(tag) >= 0) {
            at++;
            type = compound(tag);
        } else {
            type = path();
        }
        depth--;
        return type;
    }

    private String compound(char tag) {
        return switch (tag) {
            case 'S' -> "[" + type() + "]";
            case 'T' -> "(" + list() + ")";
            case 'R' -> {
                lifetime();
                yield "&" + type();
            }
            case 'Q' -> {
                lifetime();
                yield "&mut " + type();
            }
            case 'P' -> "*const " + type();
            case 'O' -> "*mut " + type();
            case 'B' -> back(false);
            default -> throw new IllegalArgumentException(text);
        };
    }

    private String list() {
        StringBuilder all = new StringBuilder();
        while (text.charAt(at) != 'E') {
            if (text.charAt(at) == 'L') {
                lifetime();
                continue;
            }
            all.append(all.isEmpty() ? "" : ", ").append(type());
        }
        at++;
        return all.toString();
    }

    private void lifetime() {
        if (text.charAt(at) == 'L') {
            at++;
            number();
        }
    }

    private String back(boolean path) {
        int here = at - 1;
        int target = number();
        if (target >= here) {
            throw new IllegalArgumentException(text);
        }
        int after = at;
        at = target;
        String same = path ? path() : type();
        at = after;
        return same;
    }

    private String identifier() {
        if (text.charAt(at) == 's') {
            at++;
            number();
        }
        if (text.charAt(at) == 'u') {
            throw new IllegalArgumentException(text);
        }
        int from = at;
        while (at < text.length() && Character.isDigit(text.charAt(at))) {
            at++;
        }
        int length = Integer.parseInt(text.substring(from, at));
        if (length > 0 && text.charAt(at) == '_') {
            at++;
        }
        String name = text.substring(at, at + length);
        at += length;
        return name;
    }

    /** A number to the base of 62, with an underscore at its end. */
    private int number() {
        int value = 0;
        int from = at;
        while (text.charAt(at) != '_') {
            char c = text.charAt(at++);
            int digit = Character.isDigit(c) ? c - '0' : Character.isLowerCase(c) ? c - 'a' + 10 : c - 'A' + 36;
            value = value * 62 + digit;
        }
        at++;
        return at - from == 1 ? 0 : value + 1;
    }

    private void enter() {
        if (++depth > MAX_DEPTH) {
            throw new IllegalArgumentException(text);
        }
    }
}
