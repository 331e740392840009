/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.step;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Reading or writing. */
public enum Access {
    @JsonProperty("read")
    READ,
    @JsonProperty("write")
    WRITE
}
