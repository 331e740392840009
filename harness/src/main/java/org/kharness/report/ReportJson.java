/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.kharness.failure.InputException;

/** report.json as text and back. The format is what report.schema.json beside this class says. */
public final class ReportJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .addModule(new SimpleModule()
                    .addSerializer(String.class, new CleanString())
                    .addSerializer(double.class, new Seconds())
                    .addSerializer(Double.class, new Seconds()))
            .build();

    private ReportJson() {}

    /** The report as JSON text, ended by a newline. */
    public static String write(RunReport report) {
        try {
            return MAPPER.writeValueAsString(report) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("records of text and numbers can always be written", e);
        }
    }

    /**
     * Reads a report.json.
     *
     * @throws InputException if the file cannot be read or is no report of this version
     */
    public static RunReport read(Path file) {
        try {
            return MAPPER.readValue(Files.readString(file), RunReport.class);
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            String place = at == null ? "" : ":" + at.getLineNr() + ":" + at.getColumnNr();
            throw new InputException(file + place + ": not a report: " + firstLine(e.getOriginalMessage()), e);
        } catch (IOException e) {
            throw new InputException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }

    /** The JSON schema of report.json. */
    public static String schema() {
        try (var in = ReportJson.class.getResourceAsStream("report.schema.json")) {
            if (in == null) {
                throw new IllegalStateException("report.schema.json is not on the class path");
            }
            return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Half a surrogate pair, which a guest's JSON escapes can produce, cannot be encoded as UTF-8. */
    private static final class CleanString extends StdSerializer<String> {
        private static final long serialVersionUID = 1L;

        CleanString() {
            super(String.class);
        }

        @Override
        public void serialize(String value, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeString(PlainText.encodable(value));
        }

        @Override
        public boolean isEmpty(SerializerProvider provider, String value) {
            return value.isEmpty();
        }
    }

    /** Milliseconds are as fine as anything here is measured; what is not a number is written as 0. */
    private static final class Seconds extends StdSerializer<Double> {
        private static final long serialVersionUID = 1L;

        Seconds() {
            super(Double.class);
        }

        @Override
        public void serialize(Double value, JsonGenerator out, SerializerProvider provider) throws IOException {
            double finite = Double.isFinite(value) ? value : 0;
            out.writeNumber(BigDecimal.valueOf(finite).setScale(3, RoundingMode.HALF_UP));
        }
    }
}
