/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import java.nio.file.Path;
import org.kharness.debian.DebianPrograms;
import org.kharness.job.JobContext;

/** Makes toolchains ready to use. */
public final class Toolchains {
    private Toolchains() {}

    /** The machine's own compiler. */
    public static Toolchain host(Compiler compiler) {
        return HostToolchain.find(compiler);
    }

    /** gcc in a container, see {@link #container(Compiler, Path, DebianPrograms, JobContext)}. */
    public static Toolchain container(Path definition, JobContext job) {
        DebianPrograms programs = DebianPrograms.find(job);
        return container(Compiler.GCC, definition, programs, job);
    }

    /** True if the image for a container's compiler is there already, or may be pulled. */
    public static boolean isAtHand(Compiler compiler, Path definition) {
        return ContainerImage.isAtHand(DockerEngine.connect(), compiler, definition);
    }

    /**
     * A compiler in a container; makes its image when it is missing, which may run beside other work.
     *
     * @param definition the folder with the images' lists of packages, qemu-images/builder
     * @param programs who has the packages
     */
    public static Toolchain container(Compiler compiler, Path definition, DebianPrograms programs, JobContext job) {
        DockerEngine engine = DockerEngine.connect();
        ContainerImage image = ContainerImage.ensure(engine, compiler, definition, programs, job);
        return new ContainerToolchain(engine, image, compiler, job.cleanup());
    }
}
