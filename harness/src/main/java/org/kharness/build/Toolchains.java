/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import java.nio.file.Path;
import org.kharness.cache.Cache;
import org.kharness.process.Cleanup;
import org.kharness.progress.Progress;

/** Makes toolchains ready to use. */
public final class Toolchains {
    private Toolchains() {}

    /** The machine's own compiler. */
    public static Toolchain host(Compiler compiler) {
        return HostToolchain.find(compiler);
    }

    /** gcc in a container, see {@link #container(Compiler, Path, Cache, Progress, Cleanup)}. */
    public static Toolchain container(Path definition, Cache cache, Progress progress, Cleanup cleanup) {
        return container(Compiler.GCC, definition, cache, progress, cleanup);
    }

    /**
     * A compiler in a container; makes its image when it is missing, which may run beside other work.
     *
     * @param definition the folder with the images' lists of packages, qemu-images/builder
     */
    public static Toolchain container(
            Compiler compiler, Path definition, Cache cache, Progress progress, Cleanup cleanup) {
        DockerEngine engine = DockerEngine.connect();
        ContainerImage image = ContainerImage.ensure(engine, compiler, definition, cache, progress, cleanup);
        return new ContainerToolchain(engine, image, compiler, cleanup);
    }
}
