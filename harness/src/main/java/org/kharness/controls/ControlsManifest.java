/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.controls;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.kharness.failure.InputException;
import org.kharness.plan.YamlReader;

/**
 * The list of controls.
 *
 * @param schema version of the format: 1
 */
public record ControlsManifest(
        @JsonProperty(required = true) int schema,
        @JsonProperty(required = true) List<Control> controls) {
    /** The manifest's name in its folder. */
    public static final String FILE = "controls.yaml";

    public ControlsManifest {
        controls = controls == null ? List.of() : List.copyOf(controls);
    }

    /**
     * Reads the manifest of a folder.
     *
     * @throws InputException with the place if it is missing or malformed, or names a patch file that is not there
     */
    public static ControlsManifest read(Path folder) {
        Path file = folder.resolve(FILE);
        ControlsManifest manifest = new YamlReader().read(file, "manifest of controls", ControlsManifest.class);
        if (manifest.schema() != 1) {
            throw new InputException(file + ": controls schema " + manifest.schema() + " is not known");
        }
        Set<String> ids = new HashSet<>();
        for (Control c : manifest.controls()) {
            if (!ids.add(c.id()) || !c.id().matches("[A-Za-z0-9][A-Za-z0-9-]*")) {
                throw new InputException(file + ": control id \"" + c.id() + "\" is used twice or not made of letters,"
                        + " digits and dashes");
            }
            boolean one = (c.patch() == null) != (c.fix() == null);
            boolean special = c.variant() != null || c.plan() != null;
            if (special ? c.patch() != null && c.fix() != null : !one) {
                throw new InputException(
                        file + ": control " + c.id() + " needs one of patch and fix, or a variant, or a plan");
            }
            for (Control.File f : c.files()) {
                if (f.file().contains("/") || !Files.isReadable(folder.resolve(f.file()))) {
                    throw new InputException(
                            file + ": control " + c.id() + " names " + f.file() + ", which is not beside the manifest");
                }
            }
        }
        return manifest;
    }
}
