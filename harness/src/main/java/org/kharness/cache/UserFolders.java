/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cache;

import java.nio.file.Path;
import java.util.Map;

/**
 * Where a user's files lie (XDG Base Directory specification): a variable that holds no absolute path counts as not set. The
 * launcher works them out in the same way.
 */
public final class UserFolders {
    private UserFolders() {}

    /** For what can be made again. */
    public static Path cache(Map<String, String> environment) {
        return base(environment, "XDG_CACHE_HOME", ".cache");
    }

    /** For what the user writes. */
    public static Path config(Map<String, String> environment) {
        return base(environment, "XDG_CONFIG_HOME", ".config");
    }

    private static Path base(Map<String, String> environment, String variable, String below) {
        String given = environment.getOrDefault(variable, "");
        if (given.startsWith("/")) {
            return Path.of(given);
        }
        String home = environment.getOrDefault("HOME", "");
        return Path.of(home.startsWith("/") ? home : System.getProperty("user.home", "/"), below);
    }
}
