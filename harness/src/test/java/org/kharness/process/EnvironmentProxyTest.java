/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kharness.failure.InputException;

class EnvironmentProxyTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https_proxy=http://p:3128 | https://lore.example.org/all/ | p:3128",
                "HTTPS_PROXY=p:3128 | https://lore.example.org/ | p:3128",
                "https_proxy=p:1 | http://lore.example.org/ | ",
                "HTTP_PROXY=p:1 | http://lore.example.org/ | ",
                "http_proxy=http://p | http://lore.example.org/ | p:80",
                "all_proxy=p:2 | https://lore.example.org/ | p:2",
                "https_proxy=p:1 no_proxy=example.org | https://lore.example.org/ | ",
                "https_proxy=p:1 no_proxy=a,.example.org | https://lore.example.org/ | ",
                "https_proxy=p:1 no_proxy=ample.org | https://lore.example.org/ | p:1",
                "https_proxy=p:1 no_proxy=* | https://lore.example.org/ | ",
                "x=y | https://lore.example.org/ | ",
            })
    void isTheOneThatTheEnvironmentNames(String variables, String uri, String proxy) {
        Map<String, String> environment = new HashMap<>();
        for (String variable : variables.split(" ", -1)) {
            environment.put(variable.split("=", -1)[0], variable.split("=", -1)[1]);
        }
        Proxy chosen = new EnvironmentProxy(environment).select(URI.create(uri)).get(0);
        InetSocketAddress address = (InetSocketAddress) chosen.address();
        assertThat(address == null ? null : address.getHostString() + ":" + address.getPort())
                .isEqualTo(proxy);
    }

    @Test
    void aMalformedOneIsNotGoneAround() {
        assertThatThrownBy(() -> new EnvironmentProxy(Map.of("https_proxy", "http://[")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("is no address");
    }
}
