/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.process;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.kharness.failure.InputException;

/**
 * The proxies of the environment, as curl(1) and wget(1) take them: {@code https_proxy}, {@code http_proxy}, {@code all_proxy} and
 * {@code no_proxy}, in either case but for {@code HTTP_PROXY}, which a web server sets from a request. Java itself knows none
 * of them.
 */
public final class EnvironmentProxy extends ProxySelector {
    private final Map<String, String> environment;

    /**
     * With the variables of an environment.
     *
     * @throws InputException if one of them is no address: to go around a proxy that somebody meant would be worse
     */
    public EnvironmentProxy(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
        for (String name : List.of("https_proxy", "http_proxy", "all_proxy")) {
            if (!value(name).isEmpty()) {
                var unused = of(value(name));
            }
        }
    }

    @Override
    public List<Proxy> select(URI uri) {
        String host = uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        String proxy = value(scheme + "_proxy");
        String found = proxy.isEmpty() ? value("all_proxy") : proxy;
        return found.isEmpty() || isDirect(host) ? List.of(Proxy.NO_PROXY) : List.of(of(found));
    }

    private String value(String name) {
        String lower = environment.getOrDefault(name, "");
        boolean unsafe = name.equals("http_proxy");
        return lower.isEmpty() && !unsafe ? environment.getOrDefault(name.toUpperCase(Locale.ROOT), "") : lower;
    }

    private boolean isDirect(String host) {
        for (String entry : value("no_proxy").split("[,\\s]+", -1)) {
            String name =
                    entry.toLowerCase(Locale.ROOT).replaceFirst("^\\*?\\.", "").replaceFirst(":\\d+$", "");
            if (name.equals("*") || (!name.isEmpty() && (host.equals(name) || host.endsWith("." + name)))) {
                return true;
            }
        }
        return false;
    }

    private static Proxy of(String text) {
        try {
            URI address = URI.create(text.contains("://") ? text : "http://" + text);
            if (address.getHost() != null) {
                int port = address.getPort() < 0 ? 80 : address.getPort();
                return new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(address.getHost(), port));
            }
        } catch (IllegalArgumentException e) {
            throw new InputException("the proxy \"" + text + "\" of the environment is no address", e);
        }
        throw new InputException("the proxy \"" + text + "\" of the environment is no address");
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
        // whoever asked is told
    }
}
