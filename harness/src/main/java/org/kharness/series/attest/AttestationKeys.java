/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.attest;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.james.jdkim.api.PublicKeyRecordRetriever;
import org.apache.james.jdkim.exceptions.PermFailException;
import org.apache.james.jdkim.exceptions.TempFailException;
import org.apache.james.jdkim.impl.DNSPublicKeyRecordRetriever;
import org.jspecify.annotations.Nullable;
import org.kharness.failure.InputException;
import org.xbill.DNS.ExtendedResolver;

/** The keys that signatures are checked with: those that the user gives and, on request, those in the DNS. */
public final class AttestationKeys {
    /** No keys. */
    public static final AttestationKeys NONE = new AttestationKeys(Map.of(), null, null);

    private static final Duration DNS_TIMEOUT = Duration.ofSeconds(3);
    private static final int LARGEST_KEY = 1 << 16;

    private final Map<String, String> dkim;
    private final @Nullable Path patatt;
    private final @Nullable PublicKeyRecordRetriever dns;

    private AttestationKeys(Map<String, String> dkim, @Nullable Path patatt, @Nullable PublicKeyRecordRetriever dns) {
        this.dkim = Map.copyOf(dkim);
        this.patatt = patatt;
        this.dns = dns;
    }

    /**
     * The keys that a user has.
     *
     * @param dkim a file with DKIM keys, a line each: the name in the DNS, blanks, and the TXT record, as in
     *     {@code key._domainkey.example.org v=DKIM1; p=MIIB...}; null for none
     * @param patatt a folder of keys as patatt's (ed25519/DOMAIN/LOCAL/SELECTOR); null for none
     * @param askDns true to ask the DNS for the keys that DKIM signatures name
     * @throws InputException if the file or the folder cannot be read
     */
    public static AttestationKeys of(@Nullable Path dkim, @Nullable Path patatt, boolean askDns) {
        if (patatt != null && !Files.isDirectory(patatt)) {
            throw new InputException(patatt + ": no such folder of keys");
        }
        return new AttestationKeys(dkim == null ? Map.of() : records(dkim), patatt, askDns ? dns() : null);
    }

    private static Map<String, String> records(Path file) {
        Map<String, String> records = new HashMap<>();
        try {
            int number = 0;
            for (String line : Files.readAllLines(file)) {
                number++;
                String text = line.strip();
                if (text.isEmpty() || text.startsWith("#")) {
                    continue;
                }
                int gap = text.indexOf(' ');
                if (gap < 0 || !text.contains("p=")) {
                    throw new InputException(file + ":" + number + ": NAME and TXT record of a DKIM key are meant");
                }
                records.put(
                        text.substring(0, gap).toLowerCase(Locale.ROOT),
                        text.substring(gap).strip());
            }
        } catch (IOException e) {
            throw new InputException("cannot read " + file + ": " + e.getMessage(), e);
        }
        return records;
    }

    private static PublicKeyRecordRetriever dns() {
        ExtendedResolver resolver = new ExtendedResolver();
        resolver.setTimeout(DNS_TIMEOUT);
        resolver.setRetries(1);
        return new DNSPublicKeyRecordRetriever(resolver);
    }

    /**
     * The records of a DKIM key.
     *
     * @return empty if there is no key and nobody to ask
     * @throws TempFailException if the DNS does not answer
     * @throws PermFailException if the DNS has no such key
     */
    Optional<List<String>> dkim(String selector, String domain) throws TempFailException, PermFailException {
        String given = dkim.get((selector + "._domainkey." + domain).toLowerCase(Locale.ROOT));
        if (given != null) {
            return Optional.of(List.of(given));
        }
        return dns == null ? Optional.empty() : Optional.of(dns.getRecords("dns/txt", selector, domain));
    }

    /** An ed25519 key in patatt's folder, in base64; empty if it is not there. */
    Optional<String> patatt(String address, String selector) {
        int at = address.indexOf('@');
        if (patatt == null || at < 1) {
            return Optional.empty();
        }
        List<String> names = new ArrayList<>();
        for (String part : List.of(address.substring(at + 1), address.substring(0, at), selector)) {
            String safe = URLEncoder.encode(part.toLowerCase(Locale.ROOT), StandardCharsets.UTF_8);
            if (safe.isEmpty() || safe.equals(".") || safe.equals("..")) {
                return Optional.empty();
            }
            names.add(safe);
        }
        String name = "ed25519/" + String.join("/", names);
        try {
            for (Path file : List.of(patatt.resolve(name), patatt.resolve(byHash(name)))) {
                if (Files.isRegularFile(file) && Files.size(file) <= LARGEST_KEY) {
                    return Optional.of(
                            Files.readString(file, StandardCharsets.ISO_8859_1).strip());
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Where patatt keeps a key whose owner is not to be read off the folder's names. */
    private static String byHash(String name) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            String hex = HexFormat.of().formatHex(hash);
            return "by-hash/" + hex.substring(0, 2) + "/" + hex.substring(2);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
