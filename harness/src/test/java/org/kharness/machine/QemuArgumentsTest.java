/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kharness.host.Accelerator;

class QemuArgumentsTest {
    @ParameterizedTest
    @CsvSource({"TCG, false, 'tcg,thread=single'", "TCG, true, 'tcg,thread=multi'", "KVM, false, kvm", "KVM, true, kvm"
    })
    void cpusTakeTurnsUnlessTheyAreToRace(Accelerator.Kind kind, boolean parallel, String expected) {
        assertThat(arguments(spec(kind, parallel))).containsSequence("-accel", expected);
    }

    @Test
    void aSnapshotFitsCpusThatRaceAndCpusThatTakeTurns() {
        assertThat(spec(Accelerator.Kind.TCG, true).shape())
                .isEqualTo(spec(Accelerator.Kind.TCG, false).shape());
    }

    @Test
    void commasInPathsAreDoubled() {
        Path dir = Path.of("/a,b");
        List<String> all =
                QemuArguments.of(spec(Accelerator.Kind.TCG, false), Backing.inFolder(dir), dir, dir.resolve("c"));
        assertThat(all).contains("file,id=console,append=on,path=/a,,b/c");
    }

    @Test
    void aCxlDeviceTakesTheNvdimmsPlace() {
        MachineSpec cxl = spec(Accelerator.Kind.TCG, false).withCxl();
        assertThat(arguments(cxl))
                .anyMatch(a -> a.startsWith("q35,cxl=on"))
                .anyMatch(a -> a.startsWith("cxl-type3,") && a.contains("persistent-memdev=nvmem"))
                .anyMatch(a -> a.endsWith("nvdimm,size=768M"))
                .noneMatch(a -> a.startsWith("nvdimm,"));
        assertThat(cxl.withMemory(1024).withParallelCpus().persistent()).isEqualTo(MachineSpec.Persistent.CXL);
        assertThat(cxl.shape()).isNotEqualTo(spec(Accelerator.Kind.TCG, false).shape());
    }

    private static MachineSpec spec(Accelerator.Kind kind, boolean parallel) {
        MachineSpec usual = MachineSpec.usual(kind, Path.of("/kernel"), Path.of("/initramfs"));
        return parallel ? usual.withParallelCpus() : usual;
    }

    private static List<String> arguments(MachineSpec spec) {
        Path dir = Path.of("/dir");
        return QemuArguments.of(spec, Backing.inFolder(dir), dir, Path.of("/console"));
    }
}
