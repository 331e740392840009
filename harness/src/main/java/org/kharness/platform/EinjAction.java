/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.platform;

/** Error injection actions that this platform offers (ACPI 6.4, 18.6). */
enum EinjAction {
    BEGIN_INJECTION_OPERATION(0x0),
    GET_TRIGGER_ERROR_ACTION_TABLE(0x1),
    SET_ERROR_TYPE(0x2),
    GET_ERROR_TYPE(0x3),
    END_OPERATION(0x4),
    EXECUTE_OPERATION(0x5),
    CHECK_BUSY_STATUS(0x6),
    GET_COMMAND_STATUS(0x7),
    SET_ERROR_TYPE_WITH_ADDRESS(0x8),
    TRIGGER_ERROR(0xff);

    private final int id;

    EinjAction(int id) {
        this.id = id;
    }

    int id() {
        return id;
    }
}
