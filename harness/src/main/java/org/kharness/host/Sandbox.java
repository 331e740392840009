/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.kharness.failure.SurroundingsException;
import org.kharness.process.Command;

/**
 * What stands between an emulator and this machine, besides the emulator's own seccomp filter. All kinds end it with the thread
 * that started it (prctl(2), PR_SET_PDEATHSIG), and let it gain no privileges (PR_SET_NO_NEW_PRIVS).
 *
 * @param kind what does it
 * @param user the user that the emulator runs as; -1 for the harness's own
 * @param reason why it is not a better one; empty for the best
 */
public record Sandbox(Kind kind, int user, String reason) {
    /** What there may be, from the best on. */
    public enum Kind {
        /** bubblewrap: namespaces of its own, an empty root with only what is named in it. */
        BUBBLEWRAP,
        /** unshare and setpriv, for root: no network, fewer capabilities, the files as they are. */
        UNSHARE,
        /** setpriv alone. */
        SETPRIV,
        /** Nothing. */
        NONE
    }

    /** From the range that systemd gives to services for their time of life: nobody's files belong to it. */
    private static final int FIRST_USER = 61184;

    private static final int USERS = 4336;
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final List<String> LINKS = List.of("/bin", "/sbin", "/lib", "/lib32", "/lib64");
    private static final List<String> PROBE = List.of("true");

    /** The best that works here, with a user of its own where the harness is root; found by trying. */
    public static Sandbox find() {
        int user = isRoot() ? someUser() : -1;
        List<Kind> kinds = isRoot()
                ? List.of(Kind.BUBBLEWRAP, Kind.UNSHARE, Kind.SETPRIV)
                : List.of(Kind.BUBBLEWRAP, Kind.SETPRIV);
        List<String> complaints = new ArrayList<>();
        for (Kind kind : kinds) {
            Sandbox tried = new Sandbox(kind, kind == Kind.BUBBLEWRAP ? user : -1, String.join("; ", complaints));
            String complaint = tried.complaint();
            if (complaint.isEmpty()) {
                return tried;
            }
            complaints.add(kind.name().toLowerCase(Locale.ROOT) + ": " + complaint);
        }
        return new Sandbox(Kind.NONE, -1, String.join("; ", complaints));
    }

    /** The same with another user, where it has one: machines of one harness cannot reach each other's files. */
    public Sandbox anew() {
        return user < 0 ? this : new Sandbox(kind, someUser(), reason);
    }

    private static int someUser() {
        return FIRST_USER + ThreadLocalRandom.current().nextInt(USERS);
    }

    private static boolean isRoot() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
        } catch (IOException e) {
            return false;
        }
    }

    private String complaint() {
        try {
            var result = Command.of(around(PROBE, List.of(), List.of(), false))
                    .within(LIMIT)
                    .run();
            return result.ok() ? "" : String.join(" ", result.tail()).strip();
        } catch (SurroundingsException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /**
     * A command inside of the sandbox.
     *
     * @param readable files and folders that it may read
     * @param writable files and folders that it may also write; they must have been {@linkplain #give given} to it
     * @param terminal true if it is to keep the terminal
     */
    public List<String> around(List<String> command, List<Path> readable, List<Path> writable, boolean terminal) {
        List<String> words = new ArrayList<>();
        switch (kind) {
            case BUBBLEWRAP -> bubblewrap(words, readable, writable, terminal);
            case UNSHARE -> {
                words.addAll(List.of("unshare", "--net", "--ipc", "--uts", "--"));
                setpriv(words);
            }
            case SETPRIV -> setpriv(words);
            case NONE -> {
                // nothing to put around it
            }
        }
        words.addAll(command);
        return List.copyOf(words);
    }

    /** Makes a file or folder the sandbox's own, where it has a user of its own. */
    public void give(Path path) throws IOException {
        if (user >= 0) {
            own(path, user);
        }
    }

    /** Makes a file the harness's own again. */
    public void takeBack(Path path) throws IOException {
        if (user >= 0 && Files.exists(path)) {
            own(path, 0);
        }
    }

    private static void own(Path path, int user) throws IOException {
        Files.setAttribute(path, "unix:uid", user);
        Files.setAttribute(path, "unix:gid", user);
    }

    /** What protects, in words. */
    public String describe() {
        return switch (kind) {
            case BUBBLEWRAP ->
                "QEMU runs in bubblewrap" + (user < 0 ? "" : " as a user of its own")
                        + ": no capabilities, no network, own files only, a seccomp filter";
            case UNSHARE -> "QEMU runs as root: one capability, no network, a seccomp filter; all files as they are";
            case SETPRIV ->
                "QEMU runs as " + (isRoot() ? "root: one capability" : "this user: no new privileges")
                        + ", a seccomp filter; all files and the network as they are";
            case NONE -> "only QEMU's seccomp filter";
        };
    }

    private void bubblewrap(List<String> words, List<Path> readable, List<Path> writable, boolean terminal) {
        words.addAll(List.of("bwrap", "--unshare-ipc", "--unshare-net", "--unshare-pid", "--unshare-uts"));
        words.addAll(List.of("--unshare-cgroup-try", "--die-with-parent", "--clearenv"));
        words.addAll(List.of("--setenv", "PATH", "/usr/local/bin:/usr/bin:/bin", "--setenv", "LC_ALL", "C"));
        if (!terminal) {
            words.add("--new-session");
        }
        words.addAll(List.of("--ro-bind", "/usr", "/usr"));
        LINKS.forEach(link -> addSystem(words, Path.of(link)));
        for (String file : List.of("/etc/ld.so.cache", "/etc/alternatives")) {
            words.addAll(List.of("--ro-bind-try", file, file));
        }
        words.addAll(List.of("--dev", "/dev", "--dev-bind-try", "/dev/kvm", "/dev/kvm"));
        addFolders(words, readable, writable);
        readable.forEach(path -> words.addAll(List.of("--ro-bind", path.toString(), path.toString())));
        writable.forEach(path -> words.addAll(List.of("--bind", path.toString(), path.toString())));
        if (user >= 0) {
            words.addAll(List.of("--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID", "--cap-add", "CAP_SETPCAP"));
            words.addAll(List.of("setpriv", "--reuid", Integer.toString(user), "--regid", Integer.toString(user)));
            words.addAll(kvmGroup());
            words.addAll(List.of("--no-new-privs", "--bounding-set", "-all", "--inh-caps", "-all", "--"));
        }
    }

    /** Merged into /usr on most systems (hier(7)), folders of their own on the others. */
    private static void addSystem(List<String> words, Path path) {
        try {
            if (Files.isSymbolicLink(path)) {
                String target = Files.readSymbolicLink(path).toString();
                words.addAll(List.of("--symlink", target, path.toString()));
            } else if (Files.isDirectory(path)) {
                words.addAll(List.of("--ro-bind", path.toString(), path.toString()));
            }
        } catch (IOException e) {
            throw new SurroundingsException("cannot read " + path + ": " + e.getMessage(), e);
        }
    }

    /** The folders above, empty but for what is named, which everybody may pass through. */
    private static void addFolders(List<String> words, List<Path> readable, List<Path> writable) {
        Set<Path> folders = new LinkedHashSet<>();
        List<Path> all = new ArrayList<>(readable);
        all.addAll(writable);
        for (Path path : all) {
            List<Path> above = new ArrayList<>();
            for (Path p = path.getParent(); p != null && p.getParent() != null; p = p.getParent()) {
                above.add(0, p);
            }
            folders.addAll(above);
        }
        folders.stream()
                .filter(folder -> !folder.startsWith("/usr") && !folder.startsWith("/dev"))
                .forEach(folder -> words.addAll(List.of("--perms", "0755", "--dir", folder.toString())));
    }

    private static List<String> kvmGroup() {
        Path kvm = Path.of("/dev/kvm");
        try {
            return Files.exists(kvm)
                    ? List.of("--groups", String.valueOf(Files.getAttribute(kvm, "unix:gid")))
                    : List.of("--clear-groups");
        } catch (IOException e) {
            return List.of("--clear-groups");
        }
    }

    /** Root without capabilities could not reach files in other users' folders: one capability is left to it. */
    private static void setpriv(List<String> words) {
        words.addAll(List.of("setpriv", "--no-new-privs", "--pdeathsig", "KILL"));
        if (isRoot()) {
            words.addAll(List.of("--bounding-set", "-all,+dac_override", "--inh-caps", "-all"));
        }
        words.add("--");
    }
}
