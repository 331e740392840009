/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.console;

/** The kinds of kernel complaint that are told apart. */
public enum ReportType {
    /** A panic that no other report led to. */
    PANIC(true),
    /** A fault in kernel mode of no finer kind. */
    OOPS(true),
    /** An access near address 0. */
    NULL_POINTER(true),
    /** An access to an address that is not mapped, or not allowed. */
    PAGING_REQUEST(true),
    GENERAL_PROTECTION(true),
    DIVIDE_ERROR(true),
    STACK_SEGMENT(true),
    DOUBLE_FAULT(true),
    /** A stack that ran over or is corrupted. */
    STACK_OVERFLOW(true),
    /** BUG() or BUG_ON(), and lines that start with "BUG:" of no finer kind. */
    BUG(true),
    WARNING(true),
    KASAN(true),
    KFENCE(true),
    KCSAN(true),
    KMSAN(true),
    UBSAN(true),
    KMEMLEAK(true),
    /** A possible circular locking dependency. */
    DEADLOCK(true),
    /** A lock that is taken while held. */
    LOCK_RECURSION(true),
    /** A lock used both in and out of interrupts. */
    LOCK_STATE(true),
    /** Any other complaint about locks: unbalanced, freed while held, held on return to user space. */
    LOCKING(true),
    SUSPICIOUS_RCU(true),
    HUNG_TASK(true),
    SOFT_LOCKUP(true),
    HARD_LOCKUP(true),
    WORKQUEUE_LOCKUP(true),
    RCU_STALL(true),
    SCHEDULING_WHILE_ATOMIC(true),
    SLEEPING_IN_ATOMIC(true),
    LIST_CORRUPTION(true),
    REFCOUNT(true),
    /** A page, page table or counter of pages in a bad state. */
    BAD_PAGE(true),
    /** A slab object overwritten or freed twice, as SLUB's own checks see it. */
    SLAB_CORRUPTION(true),
    OUT_OF_MEMORY(false),
    /** An allocation failed and the kernel told so. */
    ALLOCATION_FAILURE(false),
    /** A machine check that the kernel could not handle. */
    MACHINE_CHECK(false),
    FS_CORRUPTION(true),
    /** A filesystem that shut down or went read-only, whatever its reason and wording. */
    FS_SHUTDOWN(true),
    IO_ERROR(false),
    /** A driver whose device did not answer, hung or was reset. */
    DEVICE_ERROR(false),
    /** What the platform's firmware, a memory controller or a bus reported and could not correct. */
    HARDWARE_ERROR(false),
    /** A page that broke, and that the kernel could not do without. */
    MEMORY_FAILURE(false),
    /** The kernel did not come as far as init. */
    BOOT_FAILURE(true),
    /** The machine started anew without the kernel saying that it would. */
    SILENT_RESET(true),
    /** Nothing in the log is from a kernel. */
    SILENCE(true);

    private final boolean complaint;

    ReportType(boolean complaint) {
        this.complaint = complaint;
    }

    /** True for what hardware did, be it real or poisoned on purpose: evidence, and no failure of the kernel. */
    public boolean hardware() {
        return this == HARDWARE_ERROR || this == MEMORY_FAILURE;
    }

    /** True where the report is about one device, of which others may be in trouble at the same time. */
    boolean device() {
        return switch (this) {
            case IO_ERROR, DEVICE_ERROR, FS_CORRUPTION, FS_SHUTDOWN -> true;
            default -> false;
        };
    }

    /**
     * True where the report by itself says that the kernel is at fault; false for what broken hardware or a lack of
     * memory brings about in a kernel that works.
     */
    public boolean complaint() {
        return complaint;
    }
}
