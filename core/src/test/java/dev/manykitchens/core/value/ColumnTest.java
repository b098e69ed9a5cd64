package dev.manykitchens.core.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

class ColumnTest {

    @ParameterizedTest
    @EnumSource(ValueType.class)
    void aColumnGivesBackWhatWasPackedAndSoDoItsSlices(ValueType type) {
        Random random = new Random(2);
        for (int round = 0; round < 200; round++) {
            List<Value> values = randomValues(type, random.nextInt(100), random);

            Column column = Column.of(type, values);

            assertThat(column.type()).isEqualTo(type);
            assertThat(valuesOf(column)).isEqualTo(values);
            int to = random.nextInt(values.size() + 1);
            int from = random.nextInt(to + 1);
            assertThat(valuesOf(column.slice(from, to))).isEqualTo(values.subList(from, to));
        }
    }

    @ParameterizedTest
    @EnumSource(ValueType.class)
    void aBuilderGrowsBeyondItsCapacity(ValueType type) {
        List<Value> values = randomValues(type, 1_000, new Random(3));
        ColumnBuilder builder = new ColumnBuilder(type, 1);

        values.forEach(builder::add);

        assertThat(builder.size()).isEqualTo(1_000);
        assertThat(valuesOf(builder.build())).isEqualTo(values);
    }

    @Test
    void oneLargeIntegerAnywhereKeepsTheOthers() {
        Value large = Value.of(BigInteger.TEN.pow(40));
        for (int position = 0; position < 40; position++) {
            ColumnBuilder builder = new ColumnBuilder(ValueType.INTEGER, 0);
            for (int i = 0; i < 40; i++) {
                builder.add(i == position ? large : Value.of(i));
            }

            Column column = builder.build();

            assertThat(column.get(position)).isEqualTo(large);
            assertThat(column.get((position + 1) % 40)).isEqualTo(Value.of((position + 1) % 40));
        }
    }

    @ParameterizedTest
    @EnumSource(ValueType.class)
    void theBoundOfWireBytesIsTheSumOfItsParts(ValueType type) {
        Column column = Column.of(type, randomValues(type, 50, new Random(4)));

        long parts = IntStream.range(0, 50).mapToLong(i -> column.wireBytes(i, i + 1)).sum();

        assertThat(column.wireBytes(0, 50)).isEqualTo(parts);
    }

    @Test
    void theBoundOfWireBytesHoldsForTheWorstText() {
        // Three bytes a char is the most that UTF-8 takes; with less, a full lease could exceed the
        // message limit.
        Column column = Column.of(ValueType.TEXT, List.of(Value.of("€".repeat(1_000))));

        assertThat(column.wireBytes(0, 1)).isGreaterThanOrEqualTo(3_000);
    }

    @Test
    void aValueOfAnotherTypeIsRefusedButIntegersMayBecomeReals() {
        ColumnBuilder integers = new ColumnBuilder(ValueType.INTEGER, 1);
        ColumnBuilder reals = new ColumnBuilder(ValueType.REAL, 2);
        reals.add(Value.of(3));
        reals.add(Value.of(BigInteger.TEN.pow(20)));

        assertThat(valuesOf(reals.build())).containsExactly(Value.of(3.0), Value.of(1e20));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> integers.add(Value.of("x")))
                .withMessage("must be an integer, was a text: x");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> integers.add(Value.of(1.0)))
                .withMessage("must be an integer, was a number: 1.0");
    }

    @Test
    void columnsOfDifferentLengthsAreNoTable() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Columns(2, List.of(Column.ofLongs(1))))
                .withMessage("each column must have 2 values, one had 1");
    }

    @Test
    void aRowReadsItsArgumentsByType() {
        Column large =
                Column.of(
                        ValueType.INTEGER, List.of(Value.of(1), Value.of(BigInteger.TWO.pow(70))));
        Column texts = Column.of(ValueType.TEXT, List.of(Value.of("a"), Value.of("b")));
        Columns table = new Columns(2, List.of(large, texts));
        Row row = table.slice(1, 2).row(0);

        assertThat(row.integer(0)).isEqualTo(BigInteger.TWO.pow(70));
        assertThat(row.text(1)).isEqualTo("b");
        assertThat(row).hasToString("1180591620717411303424,b");
        assertThat(row.width()).isEqualTo(2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> row.longValue(0))
                .withMessage("argument 1 must fit 64 bits, was 1180591620717411303424");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> row.real(1))
                .withMessage("argument 2 must be a number, was b");
    }

    private static List<Value> valuesOf(Column column) {
        return IntStream.range(0, column.size()).mapToObj(column::get).toList();
    }

    private static List<Value> randomValues(ValueType type, int count, Random random) {
        List<Value> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add(
                    switch (type) {
                        case INTEGER ->
                                Value.of(new BigInteger(random.nextInt(100), random).negate());
                        case REAL -> Value.of(random.nextGaussian());
                        case TEXT -> Value.of("täxt-" + random.nextInt());
                        case BYTES -> Value.of(new byte[random.nextInt(9)]);
                        case NONE -> Value.NONE;
                    });
        }
        return values;
    }
}
