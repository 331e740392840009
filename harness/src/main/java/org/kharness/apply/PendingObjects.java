/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.apply;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.Deflater;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.AbbreviatedObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;
import org.kharness.failure.SurroundingsException;
import org.kharness.series.diff.Raw;

/**
 * Objects of a repository and, above them, those made while a series is applied: small ones in memory, the others in a file
 * without a name. Nothing reaches the repository before {@link #write()}: a series that fails leaves no trace.
 */
final class PendingObjects implements AutoCloseable {
    /** A blob larger than this is no source file. */
    private static final int MOST_BYTES = 512 << 20;
    /** New objects up to this size together are held: all that a usual series makes. */
    private static final int MOST_HELD = 8 << 20;

    /** As git packs single objects. JGit has one level for these and for packs, six times as slow. */
    private static final int LOOSE_COMPRESSION = Deflater.BEST_SPEED;

    private final Repository repository;
    private final ObjectReader reader;
    private final Map<ObjectId, Pending> pending = new LinkedHashMap<>();
    private final SpillFile spilled;
    private long held;

    /** An object that was made. */
    private static final class Pending {
        /** git's number for the type. */
        private final int type;

        private final int size;
        /** Null if the bytes are in the file. */
        private final byte @Nullable [] data;
        /** Where they are there. */
        private final long place;

        Pending(int type, int size, byte @Nullable [] data, long place) {
            this.type = type;
            this.size = size;
            this.data = data;
            this.place = place;
        }
    }

    PendingObjects(Repository repository) {
        this.repository = repository;
        reader = repository.newObjectReader();
        // beside the objects that it becomes: what is called temporary elsewhere may be memory
        spilled = new SpillFile(repository.getDirectory().toPath());
    }

    /** Keeps an object to be written later. */
    ObjectId add(int type, byte[] data) {
        ObjectId id = id(type, data);
        if (!pending.containsKey(id)) {
            pending.put(id, kept(type, data));
        }
        return id;
    }

    private Pending kept(int type, byte[] data) {
        if (held + data.length <= MOST_HELD) {
            held += data.length;
            return new Pending(type, data.length, data, 0);
        }
        try {
            return new Pending(type, data.length, null, spilled.add(data));
        } catch (IOException e) {
            throw new SurroundingsException("cannot write to " + repository.getDirectory() + ": " + e.getMessage(), e);
        }
    }

    /** A blob's content. */
    String blob(ObjectId id) {
        return Raw.of(read(id, Constants.OBJ_BLOB));
    }

    /** How many bytes a blob has, found out without reading it. */
    long size(ObjectId id) {
        Pending made = pending.get(id);
        if (made != null) {
            return made.size;
        }
        try {
            return reader.getObjectSize(id, Constants.OBJ_BLOB);
        } catch (IOException e) {
            throw new SurroundingsException(
                    "cannot read " + id.name() + " in " + repository.getDirectory() + ": " + e.getMessage(), e);
        }
    }

    /** The id that a blob of this content has. */
    ObjectId blobId(String content) {
        return id(Constants.OBJ_BLOB, Raw.bytes(content));
    }

    /** Java's own SHA-1 is much faster than JGit's, which looks for attacks; that one comes when the object is written. */
    private static ObjectId id(int type, byte[] data) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-1");
            sha.update(Constants.encodedTypeString(type));
            sha.update(Constants.encodeASCII(" " + data.length + "\0"));
            sha.update(data);
            return ObjectId.fromRaw(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }

    /** An object's bytes. */
    byte[] read(ObjectId id, int type) {
        Pending made = pending.get(id);
        try {
            if (made != null) {
                return made.data != null ? made.data : spilled.read(made.place, made.size);
            }
            return reader.open(id, type).getBytes(MOST_BYTES);
        } catch (MissingObjectException e) {
            throw new SurroundingsException(
                    "object " + id.name() + " is missing in " + repository.getDirectory()
                            + ": a partial clone cannot be used, fetch the rest with 'git fetch --refetch'",
                    e);
        } catch (IOException e) {
            throw new SurroundingsException(
                    "cannot read " + id.name() + " in " + repository.getDirectory() + ": " + e.getMessage(), e);
        }
    }

    /** The blob with this full or abbreviated id; null if there is none or several. */
    @Nullable
    ObjectId findBlob(String prefix) {
        if (prefix.length() < 4 || prefix.chars().allMatch(c -> c == '0')) {
            return null;
        }
        for (ObjectId id : pending.keySet()) {
            if (id.name().startsWith(prefix)) {
                return id;
            }
        }
        try {
            ObjectId only = null;
            for (ObjectId id : reader.resolve(AbbreviatedObjectId.fromString(prefix))) {
                if (reader.open(id).getType() == Constants.OBJ_BLOB) {
                    if (only != null) {
                        return null;
                    }
                    only = id;
                }
            }
            return only;
        } catch (MissingObjectException e) {
            return null;
        } catch (IOException e) {
            throw new SurroundingsException("cannot read " + repository.getDirectory() + ": " + e.getMessage(), e);
        }
    }

    ObjectReader reader() {
        return reader;
    }

    /** Writes everything made so far into the repository. */
    void write() {
        repository
                .getConfig()
                .setInt("core", null, "compression", LOOSE_COMPRESSION); // in memory, the file stays as it is
        try (ObjectInserter inserter = repository.newObjectInserter()) {
            for (Map.Entry<ObjectId, Pending> object : pending.entrySet()) {
                Pending made = object.getValue();
                if (reader.has(object.getKey())) {
                    continue; // as git does: packing it would cost more than all the rest
                }
                if (made.data != null) {
                    inserter.insert(made.type, made.data);
                } else {
                    inserter.insert(made.type, made.size, spilled.stream(made.place, made.size));
                }
            }
            inserter.flush();
        } catch (IOException e) {
            throw new SurroundingsException("cannot write to " + repository.getDirectory() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        reader.close();
        try {
            spilled.close();
        } catch (IOException e) {
            throw new SurroundingsException("cannot close a temporary file: " + e.getMessage(), e);
        }
    }
}
