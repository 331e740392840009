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
    /** A filesystem that shut down or went read-only. */
    FS_SHUTDOWN(false),
    IO_ERROR(false),
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

    /**
     * True where the report by itself says that the kernel is at fault; false for what broken hardware or a lack of
     * memory brings about in a kernel that works.
     */
    public boolean complaint() {
        return complaint;
    }
}
