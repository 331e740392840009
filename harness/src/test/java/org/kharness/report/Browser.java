/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * A headless Chromium with one tab, told what to do over its DevTools protocol
 * (https://chromedevtools.github.io/devtools-protocol/). For tests that must see pages as a reader does.
 */
final class Browser implements AutoCloseable {
    private static final List<String> PROGRAMS =
            List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome");
    private static final int SECONDS = 90;
    private static final JsonMapper MAPPER = new JsonMapper();

    private final Process process;
    private final WebSocket socket;
    private final BlockingQueue<JsonNode> told = new LinkedBlockingQueue<>();
    private int last;

    private Browser(Process process, String page) {
        this.process = process;
        this.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create(page), new Listener(told))
                .join();
    }

    /** Starts one with a profile in this folder; the test is skipped where there is none. */
    static Browser start(Path folder) throws IOException, InterruptedException {
        String program = PROGRAMS.stream()
                .filter(p -> Files.isExecutable(Path.of(p)))
                .findFirst()
                .orElse("");
        Assumptions.assumeFalse(program.isEmpty(), "no Chromium here: pages are not looked at");
        Process process = new ProcessBuilder(
                        program,
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + folder)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("browser.log").toFile())
                .start();
        Path port = folder.resolve("DevToolsActivePort");
        for (int i = 0; i < SECONDS * 10 && (!Files.exists(port) || Files.size(port) == 0); i++) {
            Thread.sleep(100);
        }
        HttpRequest request = HttpRequest.newBuilder(URI.create(
                        "http://127.0.0.1:" + Files.readAllLines(port).get(0) + "/json/new"))
                .PUT(HttpRequest.BodyPublishers.noBody())
                .build();
        String tab = HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
        return new Browser(
                process, MAPPER.readTree(tab).path("webSocketDebuggerUrl").asText());
    }

    /** Opens a page on a screen of this width. */
    void open(String page, int width, boolean dark) {
        call(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", false));
        Map<String, String> scheme = Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light");
        call("Emulation.setEmulatedMedia", Map.of("features", List.of(scheme)));
        call("Page.enable", Map.of());
        told.clear();
        call("Page.navigate", Map.of("url", "about:blank"));
        await("Page.loadEventFired");
        call("Page.navigate", Map.of("url", page));
        await("Page.loadEventFired");
    }

    /** The value of an expression in the page; of a promise, what it becomes. */
    JsonNode value(String expression) {
        JsonNode answer =
                call("Runtime.evaluate", Map.of("expression", expression, "awaitPromise", true, "returnByValue", true));
        if (answer.has("exceptionDetails")) {
            throw new AssertionError(answer.path("exceptionDetails").toString());
        }
        return answer.path("result").path("value");
    }

    /** Takes a picture of the whole page. */
    void picture(Path png) throws IOException {
        JsonNode answer = call("Page.captureScreenshot", Map.of("captureBeyondViewport", true));
        Files.createDirectories(png.getParent());
        Files.write(png, Base64.getDecoder().decode(answer.path("data").asText()));
    }

    /** Takes a picture of what is on the screen. */
    void shot(Path png) throws IOException {
        Files.write(
                png,
                Base64.getDecoder()
                        .decode(call("Page.captureScreenshot", Map.of())
                                .path("data")
                                .asText()));
    }

    private JsonNode call(String method, Map<String, ?> parameters) {
        int id = ++last;
        try {
            String text = MAPPER.writeValueAsString(Map.of("id", id, "method", method, "params", parameters));
            socket.sendText(text, true).join();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        JsonNode answer;
        do {
            answer = next();
        } while (answer.path("id").asInt() != id);
        if (answer.has("error")) {
            throw new AssertionError(method + ": " + answer.path("error"));
        }
        return answer.path("result");
    }

    private void await(String event) {
        JsonNode answer;
        do {
            answer = next();
        } while (!answer.path("method").asText().equals(event));
    }

    private JsonNode next() {
        try {
            JsonNode message = told.poll(SECONDS, TimeUnit.SECONDS);
            if (message == null) {
                throw new AssertionError("the browser says nothing");
            }
            return message;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        socket.abort();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        try {
            process.waitFor(SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static final class Listener implements WebSocket.Listener {
        private final BlockingQueue<JsonNode> told;
        private final StringBuilder text = new StringBuilder();

        Listener(BlockingQueue<JsonNode> told) {
            this.told = told;
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean whole) {
            text.append(data);
            if (whole) {
                try {
                    told.add(MAPPER.readTree(text.toString()));
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }
    }
}
