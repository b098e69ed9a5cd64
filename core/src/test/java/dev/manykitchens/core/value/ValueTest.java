package dev.manykitchens.core.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

class ValueTest {

    @Test
    void aWholeNumberIsSmallExactlyWhenItFits64Bits() {
        BigInteger largest = BigInteger.valueOf(Long.MAX_VALUE);
        BigInteger smallest = BigInteger.valueOf(Long.MIN_VALUE);

        assertThat(Value.of(largest)).isEqualTo(new Value.Int(Long.MAX_VALUE));
        assertThat(Value.of(smallest)).isEqualTo(new Value.Int(Long.MIN_VALUE));
        assertThat(Value.of(largest.add(BigInteger.ONE))).isInstanceOf(Value.BigInt.class);
        assertThat(Value.of(smallest.subtract(BigInteger.ONE))).isInstanceOf(Value.BigInt.class);
        // Two ways to write one number would make equal values unequal.
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Value.BigInt(BigInteger.ONE))
                .withMessage("a BigInt must need more than 64 bits, was 1; use Value.of");
    }

    @Test
    void whatIsWrittenIsReadBack() {
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            Value integer = Value.of(new BigInteger(random.nextInt(200), random).negate());
            Value real = Value.of(Double.longBitsToDouble(random.nextLong()));
            byte[] bytes = new byte[random.nextInt(17)];
            random.nextBytes(bytes);

            assertThat(Value.parse(ValueType.INTEGER, integer.toString())).isEqualTo(integer);
            assertThat(Value.parse(ValueType.REAL, real.toString())).isEqualTo(real);
            assertThat(Value.parse(ValueType.BYTES, Value.of(bytes).toString().substring(2)))
                    .isEqualTo(Value.of(bytes));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "INTEGER, 12, 12",
        "INTEGER, -0, 0",
        "INTEGER, 1_000_000, 1000000",
        "INTEGER, 100000000000000000000, 100000000000000000000",
        "REAL, 1.50, 1.5",
        "REAL, 1e3, 1000.0",
        "REAL, 7, 7.0",
        "TEXT, crème, crème",
        "BYTES, 00ff, 0x00ff"
    })
    void textIsReadAsTheTypeAskedFor(ValueType type, String text, String written) {
        assertThat(Value.parse(type, text)).hasToString(written);
    }

    @ParameterizedTest
    @CsvSource({
        "INTEGER, 1.5, an integer",
        "INTEGER, one, an integer",
        "INTEGER, '', an integer",
        "INTEGER, 1 2, an integer",
        "REAL, 1f, a number",
        "REAL, 1.5d, a number",
        "REAL, '', a number",
        "BYTES, abc, bytes",
        "NONE, x, nothing"
    })
    void textOfAnotherTypeIsRefused(ValueType type, String text, String phrase) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Value.parse(type, text))
                .withMessage("must be " + phrase + ", was \"" + text + "\"");
    }

    @Test
    void javaObjectsBecomeValuesAndBack() {
        byte[] bytes = {1};

        for (Object object : List.of(5L, BigInteger.TEN.pow(30), 2.5, "x", bytes)) {
            assertThat(Value.ofJava(object).toJava()).isEqualTo(object);
        }
        assertThat(Value.ofJava(5)).isEqualTo(Value.of(5));
        assertThat(Value.ofJava((short) 5)).isEqualTo(Value.of(5));
        assertThat(Value.ofJava((byte) 5)).isEqualTo(Value.of(5));
        assertThat(Value.ofJava(2.5f)).isEqualTo(Value.of(2.5));
        assertThat(Value.ofJava(Value.NONE)).isEqualTo(Value.NONE);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Value.ofJava(new int[0]))
                .withMessageEndingWith("was a [I");
    }

    @Test
    void bytesAreEqualByContentAndShownShort() {
        byte[] large = new byte[1_000];
        Arrays.fill(large, (byte) 0xAB);

        assertThat(Value.of(large))
                .isEqualTo(Value.of(large.clone()))
                .hasSameHashCodeAs(Value.of(large.clone()));
        assertThat(Value.of(large).toString()).startsWith("1000 bytes 0xabab").hasSizeLessThan(60);
    }
}
