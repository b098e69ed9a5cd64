package dev.manykitchens.core.pool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PoolSpecTest {

    @Test
    void threadsThatShareAStoveDoNotComputeAtOnce() {
        assertThat(PoolSpec.parse("threads:4").computingThreads()).hasValue(4);
        assertThat(PoolSpec.parse("threads:4+gil").computingThreads()).hasValue(1);
        assertThat(PoolSpec.parse("processes:3x4+stoves=2").computingThreads()).hasValue(6);
    }

    @Test
    void howManyComputeAtOnceIsNotSaidWhereSomebodyElseDecidesIt() {
        assertThat(PoolSpec.parse("virtual").computingThreads()).isEmpty();
        assertThat(PoolSpec.parse("cluster").computingThreads()).isEmpty();
    }
}
