package dev.manykitchens.report.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.core.comparison.Others;
import dev.manykitchens.core.measurement.JobCosts;

import org.junit.jupiter.api.Test;

import java.util.List;

class CostsEntryTest {

    @Test
    void whatOthersUsedIsNeverLessThanNothing() {
        CostsEntry entry = entry(new Others(-20_000_000, 500_000_000));

        assertThat(entry.observed()).isEqualTo(0.5);
        assertThat(entry.others()).isEqualTo(0.0);
        assertThat(entry.disturbance()).isEqualTo(new Others(0, 500_000_000));
    }

    @Test
    void whereNobodyLookedNothingIsSaid() {
        CostsEntry entry = entry(Others.UNKNOWN);

        assertThat(entry.observed()).isNull();
        assertThat(entry.others()).isNull();
        assertThat(entry.disturbance()).isEqualTo(Others.UNKNOWN);
    }

    private static CostsEntry entry(Others others) {
        return CostsEntry.of(
                new JobCosts(new long[] {1}, new long[] {0}, 1),
                Double.NaN,
                Double.NaN,
                List.of(),
                others);
    }
}
