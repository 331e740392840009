/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each device's errors are its own report, whatever else is going on. */
class DeviceReportsTest {
    /** How filesystems, the block layer and drivers say that something is wrong with a device. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "XFS (pmem0): Metadata corruption detected at widget_verify+0x5/0x20 [xfs], xfs_agf block 0x1 |FS_CORRUPTION|XFS metadata corruption in widget_verify (pmem0)|pmem0|",
                "XFS (dm-3): Metadata I/O Error (0x1) detected at widget_read+0x5/0x20 (fs/xfs/widget.c:12).  Shutting down filesystem.|FS_SHUTDOWN|XFS shutdown in widget_read (dm-3)|dm-3|fs/xfs/widget.c:12",
                "XFS (dm-3): Log I/O Error (0x2) detected at widget_read+0x5/0x20 [xfs] (fs/xfs/widget.c:12).  Shutting down filesystem.|FS_SHUTDOWN|XFS shutdown in widget_read (dm-3)|dm-3|fs/xfs/widget.c:12",
                "XFS (dm-3): Corruption of in-memory data (0x8) detected at widget_read+0x5/0x20 (fs/xfs/widget.c:12).  Shutting down filesystem.|FS_SHUTDOWN|XFS shutdown in widget_read (dm-3)|dm-3|fs/xfs/widget.c:12",
                "XFS (sda1): User initiated shutdown received. Shutting down filesystem|FS_SHUTDOWN|XFS shutdown (sda1)|sda1|",
                "XFS (sda1): xfs_do_force_shutdown(0x8) called from line 1368 of file fs/xfs/widget.c.  Return address = 0xffffffffa0123456|FS_SHUTDOWN|XFS shutdown (sda1)|sda1|fs/xfs/widget.c:1368",
                "XFS (sda1): xfs_do_force_shutdown(0x8) called from line 1368 of file fs/xfs/widget.c. Return address = widget_read+0x5/0x20 [xfs]|FS_SHUTDOWN|XFS shutdown in widget_read (sda1)|sda1|fs/xfs/widget.c:1368",
                "xfs_force_shutdown(sdb2,0x8) called from line 1091 of file fs/xfs/widget.c.  Return address = 0xf8a31234|FS_SHUTDOWN|XFS shutdown (sdb2)|sdb2|fs/xfs/widget.c:1091",
                "Filesystem \"sdb2\": XFS internal error widget_cancel at line 1150 of file fs/xfs/widget.c.  Caller 0xf8a31234|FS_CORRUPTION|XFS internal error (sdb2)|sdb2|fs/xfs/widget.c:1150",
                "XFS internal error XFS_WANT_CORRUPTED_GOTO at line 1503 of file fs/xfs/widget.c.  Caller 0xc02b1234|FS_CORRUPTION|XFS internal error||fs/xfs/widget.c:1503",
                "XFS (sda1): Internal error widget at line 12 of file fs/xfs/widget.c.  Caller widget_free+0x5/0x20 [xfs]|FS_CORRUPTION|XFS internal error in widget_free (sda1)|sda1|fs/xfs/widget.c:12",
                "EXT4-fs error (device sdc): widget_find:1855: inode #2: comm cog: deleted inode referenced: 7|FS_CORRUPTION|EXT4-fs error in widget_find (sdc)|sdc|",
                "Aborting journal on device sdc1-8.|FS_SHUTDOWN|journal aborted (sdc1)|sdc1|",
                "EXT4-fs (sdc1): Remounting filesystem read-only|FS_SHUTDOWN|filesystem remounted read-only (sdc1)|sdc1|",
                "BTRFS critical (device sdd1): corrupt leaf: root=2 block=8 slot=4, bad key order|FS_CORRUPTION|BTRFS error (sdd1)|sdd1|",
                "BTRFS error (device sdd1 state EA): bdev errs: wr 1|FS_CORRUPTION|BTRFS error (sdd1)|sdd1|",
                "BTRFS: error (device sdd1: state A) in widget_commit:2418: errno=-5 IO failure|FS_CORRUPTION|BTRFS error in widget_commit (sdd1)|sdd1|",
                "F2FS-fs (sdf): inconsistent node block, nid:4|FS_CORRUPTION|F2FS corruption (sdf)|sdf|",
                "ERROR: (device loop0): widget_alloc: the hint is outside the map|FS_CORRUPTION|JFS error in widget_alloc (loop0)|loop0|",
                "blk_update_request: I/O error, dev sda, sector 2048 op 0x1:(WRITE) flags 0x800|IO_ERROR|I/O error (sda)|sda|",
                "I/O error, dev nvme0n1p2, sector 8 op 0x0:(READ)|IO_ERROR|I/O error (nvme0n1p2)|nvme0n1p2|",
                "Buffer I/O error on dev cciss!c0d0, logical block 12, lost async page write|IO_ERROR|I/O error (cciss!c0d0)|cciss!c0d0|",
                "Buffer I/O error on device sr0, logical block 1|IO_ERROR|I/O error (sr0)|sr0|",
                "ata2.00: exception Emask 0x0 SAct 0x0 SErr 0x0 action 0x6 frozen|IO_ERROR|I/O error (ata2.00)|ata2.00|",
                "sd 2:0:0:0: [sdg] tag#3 FAILED Result: hostbyte=DID_BAD_TARGET driverbyte=DRIVER_OK|DEVICE_ERROR|SCSI error (sdg)|sdg|",
                "nvme nvme1: controller is down; will reset: CSTS=0x3, PCI_STATUS=0x10|DEVICE_ERROR|controller is down (nvme1)|nvme1|",
                "e1000e 0000:3b:00.0 eth0: Detected Hardware Unit Hang:|DEVICE_ERROR|hardware unit hang (0000:3b:00.0)|0000:3b:00.0|",
                "amdgpu 0000:3b:00.0: amdgpu: ring gfx timeout, signaled seq=7, emitted seq=9|DEVICE_ERROR|GPU ring timeout (0000:3b:00.0)|0000:3b:00.0|",
            })
    void carryTheirDevice(String line, ReportType type, String title, String device, String place) throws IOException {
        List<KernelReport> reports =
                ConsoleReaderTest.read("[    1.000000] " + line + "\n").reports();

        assertThat(reports)
                .extracting(KernelReport::type, KernelReport::title, KernelReport::device, KernelReport::place)
                .containsExactly(tuple(type, title, device == null ? "" : device, place == null ? "" : place));
    }

    @Test
    void whatOneDeviceSaysIsOneReportAndAnothersIsAnother() throws IOException {
        List<KernelReport> reports = ConsoleReaderTest.read("""
                [    1.000000] XFS (pmem1): Corruption of in-memory data (0x8) detected at one_finish+0x1/0x2 (fs/xfs/one.c:1).  Shutting down filesystem.
                [    1.000001] I/O error, dev sda, sector 8
                [    1.000002] XFS (pmem2): Log I/O Error (0x2) detected at two_finish+0x1/0x2 (fs/xfs/two.c:2).  Shutting down filesystem.
                [    1.000003] XFS (pmem1): Please unmount the filesystem and rectify the problem(s)
                [    1.000004] usb 1-1: new high-speed USB device number 4 using xhci_hcd
                [    1.000005] I/O error, dev sdb, sector 8
                [    1.000006] I/O error, dev sda, sector 16
                [    1.000007] XFS (pmem2): Please unmount the filesystem and rectify the problem(s)
                """).reports();

        assertThat(reports)
                .extracting(KernelReport::title, KernelReport::firstLine, KernelReport::lastLine)
                .containsExactly(
                        tuple("XFS shutdown in one_finish (pmem1)", 1, 4),
                        tuple("I/O error (sda)", 2, 7),
                        tuple("XFS shutdown in two_finish (pmem2)", 3, 8),
                        tuple("I/O error (sdb)", 6, 6));
        assertThat(reports).filteredOn(r -> r.type() == ReportType.FS_SHUTDOWN).allMatch(KernelReport::complaint);
    }

    @Test
    void aDevicesErrorDoesNotVanishInAnotherReport() throws IOException {
        List<KernelReport> reports = ConsoleReaderTest.read("""
                [    1.000000] BUG: kernel NULL pointer dereference, address: 0000000000000010
                [    1.000001] EXT4-fs error (device sda1): widget_find:12: inode #2: bad entry
                [    1.000002] RIP: 0010:cog_poke+0x5/0x20
                [    1.000003] Call Trace:
                [    1.000004] I/O error, dev sdb, sector 8
                [    1.000005]  cog_tick+0x1/0x2
                [    1.000006] ---[ end trace 0000000000000000 ]---
                """).reports();

        assertThat(reports)
                .extracting(KernelReport::title)
                .containsExactly(
                        "BUG: unable to handle kernel NULL pointer dereference in cog_poke",
                        "EXT4-fs error in widget_find (sda1)",
                        "I/O error (sdb)");
    }

    /** The same defect on another disk is the same defect. */
    @Test
    void aSignatureIsTheSameForEveryDevice() throws IOException {
        List<KernelReport> reports = ConsoleReaderTest.read("""
                [    1.000000] EXT4-fs error (device sda1): widget_find:12: inode #2: bad entry
                [    1.000001] EXT4-fs error (device sdb7): widget_find:12: inode #2: bad entry
                """).reports();

        assertThat(reports).extracting(KernelReport::title).doesNotHaveDuplicates();
        assertThat(reports)
                .extracting(KernelReport::signature)
                .containsOnly("fs_corruption:EXT4-fs error in widget_find");
    }
}
