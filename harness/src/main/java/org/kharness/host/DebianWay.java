/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.host;

import java.util.List;

/**
 * How a machine comes by Debian's packages, of which kernels' sources, the guest's programs and the build image are made.
 *
 * @param kind who downloads them
 * @param text the same in words; for {@link Kind#NONE} why nobody does, and what to type, on one line
 */
public record DebianWay(Kind kind, String text) {
    /** The image that has Debian's programs, for machines without them. The engine knows where it comes from. */
    public static final String IMAGE = "debian:bookworm-slim";

    private static final List<String> APT = List.of("apt", "debian-archive-keyring");

    /** Who downloads packages. */
    public enum Kind {
        /** The machine's own apt. */
        MACHINE,
        /** apt in a container. */
        CONTAINER,
        /** Nobody. */
        NONE
    }

    /** What is known of the image. */
    enum Image {
        THERE,
        /** The engine has not been asked to pull it. */
        NOT_YET,
        /** The engine could not pull it. */
        REFUSED
    }

    /**
     * The way for a machine.
     *
     * @param apt true if its own apt is of use
     * @param engine why its container engine is not; empty if it is
     * @param image what is known of the image
     * @param pulled why the image could not be pulled; empty if it was not refused
     */
    static DebianWay of(boolean apt, String engine, Image image, String pulled, Distribution distribution) {
        if (apt) {
            return new DebianWay(Kind.MACHINE, "apt");
        }
        if (!engine.isEmpty()) {
            String why = engine.replaceFirst("(,? or|:) use --builder host$", "");
            return new DebianWay(Kind.NONE, refusal("the container engine is " + why, distribution));
        }
        return switch (image) {
            case THERE -> new DebianWay(Kind.CONTAINER, "apt in a container of " + IMAGE);
            case NOT_YET ->
                new DebianWay(Kind.CONTAINER, "apt in a container of " + IMAGE + ", which run asks the engine to pull");
            case REFUSED ->
                new DebianWay(
                        Kind.NONE,
                        refusal(
                                "the engine has no image " + IMAGE + " and cannot pull it (" + pulled
                                        + "): docker load one that docker save wrote elsewhere",
                                distribution));
        };
    }

    /** What to say on this machine, which has no apt of use, where its engine is not usable for this reason. */
    public static String withoutEngine(String problem) {
        return "Debian's packages: "
                + of(false, problem, Image.NOT_YET, "", Distribution.here()).text();
    }

    /** The same where the engine could not pull the image. */
    public static String withoutImage(String why) {
        return "Debian's packages: "
                + of(false, "", Image.REFUSED, why, Distribution.here()).text();
    }

    private static String refusal(String why, Distribution distribution) {
        String own = distribution.has(APT)
                ? ", or " + distribution.install(APT) + " and name a mirror of Debian in /etc/apt/sources.list.d"
                : "";
        return "no apt with a source of Debian's here, and " + why + own;
    }
}
