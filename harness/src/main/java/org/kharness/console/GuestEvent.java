/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.console;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Something the guest agent reported by way of {@code /dev/kmsg} as {@code kharness: {json}}.
 *
 * @param line where it stands in the log
 * @param time seconds since boot; NaN where the line has none
 * @param type the event's field {@code ev}
 * @param fields the whole JSON object
 */
public record GuestEvent(int line, double time, String type, JsonNode fields) {}
