/* SPDX-License-Identifier: Apache-2.0 */
/**
 * From a kernel tree to a bootable kernel: configuration, toolchains (container or host), the build, its object folders and its cache; and
 * single files in configurations of which no kernel is wanted. Must know nothing of machines and scenarios.
 *
 * <p>Containers are Testcontainers': it finds the engine ({@link org.kharness.build.EngineStrategy}), makes, starts, awaits and removes a job's container
 * ({@code JobContainer}, a GenericContainer with a create-command modifier, a start-up check and a wait strategy), and has Ryuk
 * remove what a killed harness left, where the launcher finds that Ryuk can be had. What does not go through it, and what was seen when it
 * was tried (Testcontainers 2.0.5, Docker 20.10.24, 2026-11-26):
 *
 * <ul>
 *   <li>A job's standard input and output ({@code Leash}): GenericContainer attaches to neither. The hook between making and starting a
 *       container attaches both. Ryuk is no substitute for the input: with it the job's processes still ended by the leash, 0.1 s to 0.6 s after a
 *       {@code kill -9} of the harness, and Ryuk removed the container some seconds later. Without Ryuk it stayed until the next harness removed
 *       it; now the engine does so at the end ({@code JobEvents} hears how that came), and Ryuk and the next harness remove what never started ({@code AbandonedContainers}).
 *   <li>Its log consumers: they follow the engine's logs, which lacked up to 8,000 of 20,000 lines at the end in 2 of 15 jobs; and
 *       they keep a line of any length in memory, which a hostile makefile would fill. {@code ContainerOutput} cuts lines and keeps
 *       the last ones.
 *   <li>Its own start-up checks: they look once a second, for all containers together, and a job may take 0.2 s.
 *   <li>Its mounts: it would try first whether folders can be mounted, in a container of the image alpine from a registry. The modifier mounts.
 *   <li>Copy-out: what a job makes, up to gigabytes, is in a mounted folder already.
 *   <li>ImageFromDockerfile ({@code FROM scratch}, {@code ADD rootfs.tar /}) for the image: 44 s for the 529 MB of the root file system
 *       that the engine's import had taken in 4 s on the same machine at the same load of 4: the archive must be a file first, is
 *       compressed in Java and unpacked twice by the engine. The import takes it from a pipe as it is made. It
 *       goes through the transport of Testcontainers' client ({@code EngineTransport}), not through the client: its
 *       createImageCmd ended with "unexpected EOF" for the same archive.
 * </ul>
 *
 * <p>Podman is refused by {@code doctor} and {@code run}: 4.3.1 answers the attachment to a container that has not started with "409
 * Conflict", and attached later a job's first lines would be lost and a killed harness might leave it running. What it has of the import
 * (it takes no tag) the import does without.
 *
 * <p>Where this machine has no apt of Debian's, apt runs in a container too ({@code DebianContainer}), with the machine's network: what it
 * downloads is the guest's programs, kernels' sources, and the packages that the build image is made of.
 */
package org.kharness.build;
