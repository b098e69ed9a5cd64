package dev.manykitchens.benchmarks.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

import java.util.ServiceLoader;

/// They run; how fast is for the program to say.
class OtherKernelsTest {

    @Test
    @ResourceLock(SsjAgreementTest.STREAMS)
    void ssjIsFoundWhereTheClassPathOfTheTestsIs() throws Exception {
        OtherKernel ssj = ServiceLoader.load(OtherKernel.class).findFirst().orElseThrow();

        assertThat(ssj.seconds(64, 51_200, 0.001, 10_000)).isPositive();
        assertThat(ssj.version()).matches("SSJ [0-9.]+");
    }

    @Test
    void simPyRunsWhereItIsInstalled() throws Exception {
        SimPyKernel simPy = new SimPyKernel();
        try {
            assertThat(simPy.seconds(64, 51_200, 0.001, 1_000)).isPositive();
            assertThat(simPy.version()).matches("SimPy [0-9].*");
        } catch (KernelMissingException e) {
            assertThat(simPy.version()).isEqualTo("SimPy");
            Assumptions.abort(String.valueOf(e.getMessage()));
        }
    }
}
