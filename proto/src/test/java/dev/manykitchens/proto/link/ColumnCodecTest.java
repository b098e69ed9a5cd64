package dev.manykitchens.proto.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;

import dev.manykitchens.core.value.Column;
import dev.manykitchens.core.value.ColumnBuilder;
import dev.manykitchens.core.value.Value;
import dev.manykitchens.core.value.ValueType;
import dev.manykitchens.proto.v1.IntegerColumn;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

class ColumnCodecTest {

    private static final int SEEDS = 300;

    @ParameterizedTest
    @EnumSource
    void whatTravelsComesBackInTheSameOrder(ValueType type) throws Exception {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            Column column = column(type, random.nextInt(200), random);
            int from = random.nextInt(column.size() + 1);
            int to = from + random.nextInt(column.size() - from + 1);

            Column back = overTheWire(column, from, to);

            assertThat(back.type()).isEqualTo(type);
            assertThat(values(back))
                    .as("seed %d", seed)
                    .isEqualTo(values(column).subList(from, to));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aColumnSaysHowLargeItsMessageIsAtMost(ValueType type) {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            Column column = column(type, random.nextInt(200), random);

            int actual = ColumnCodec.encode(column, 0, column.size()).getSerializedSize();

            // What surrounds the values: kinds and lengths of at most three nested fields.
            assertThat((long) actual)
                    .as("seed %d", seed)
                    .isLessThanOrEqualTo(column.wireBytes(0, column.size()) + 24);
        }
    }

    @Test
    void everyBitOfARealIsKept() throws Exception {
        double payload = Double.longBitsToDouble(0x7ff8_0000_dead_beefL);
        double[] reals = {payload, -0.0, Double.MIN_VALUE, Double.NEGATIVE_INFINITY};

        Column.Reals back = (Column.Reals) overTheWire(new Column.Reals(reals), 0, 4);

        for (int i = 0; i < reals.length; i++) {
            assertThat(Double.doubleToRawLongBits(back.values()[i]))
                    .isEqualTo(Double.doubleToRawLongBits(reals[i]));
        }
    }

    @Test
    void columnsOfSmallIntegersStayPrimitive() throws Exception {
        Column.Integers back =
                (Column.Integers)
                        overTheWire(Column.ofLongs(Long.MIN_VALUE, 0, Long.MAX_VALUE), 0, 3);

        assertThat(back.big()).isNull();
        assertThat(back.small()).containsExactly(Long.MIN_VALUE, 0, Long.MAX_VALUE);
    }

    @Test
    void malformedColumnsAreRefusedInWords() {
        var empty = dev.manykitchens.proto.v1.Column.getDefaultInstance();
        var beyond = integers(IntegerColumn.newBuilder().addBigPositions(0).addBigValues(big()));
        var unpaired = integers(IntegerColumn.newBuilder().addSmall(0).addBigPositions(0));

        assertThatThrownBy(() -> ColumnCodec.decode(empty))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must have a kind of values");
        assertThatThrownBy(() -> ColumnCodec.decode(beyond))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("position must be below 0, was 0");
        assertThatThrownBy(() -> ColumnCodec.decode(unpaired))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("had 1 for 0");
    }

    private static dev.manykitchens.proto.v1.Column integers(IntegerColumn.Builder integers) {
        return dev.manykitchens.proto.v1.Column.newBuilder().setIntegers(integers).build();
    }

    private static ByteString big() {
        return ByteString.copyFrom(BigInteger.TWO.pow(64).toByteArray());
    }

    private static Column overTheWire(Column column, int from, int to)
            throws InvalidProtocolBufferException {
        byte[] bytes = ColumnCodec.encode(column, from, to).toByteArray();
        return ColumnCodec.decode(dev.manykitchens.proto.v1.Column.parseFrom(bytes));
    }

    private static List<Value> values(Column column) {
        List<Value> values = new ArrayList<>(column.size());
        for (int i = 0; i < column.size(); i++) {
            values.add(column.get(i));
        }
        return values;
    }

    private static Column column(ValueType type, int size, Random random) {
        ColumnBuilder builder = new ColumnBuilder(type, size);
        for (int i = 0; i < size; i++) {
            builder.add(value(type, random));
        }
        return builder.build();
    }

    private static Value value(ValueType type, Random random) {
        return switch (type) {
            case INTEGER ->
                    random.nextInt(4) == 0
                            ? Value.of(signed(new BigInteger(random.nextInt(600), random), random))
                            : Value.of(random.nextLong() >> random.nextInt(64));
            case REAL -> Value.of(random.nextGaussian() * Math.pow(10, random.nextInt(-300, 300)));
            case TEXT -> Value.of(text(random));
            case BYTES -> {
                byte[] bytes = new byte[random.nextInt(100)];
                random.nextBytes(bytes);
                yield Value.of(bytes);
            }
            case NONE -> Value.NONE;
        };
    }

    private static BigInteger signed(BigInteger number, Random random) {
        return random.nextBoolean() ? number : number.negate();
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int left = random.nextInt(30); left > 0; left--) {
            int character = random.nextInt(0x11000);
            text.appendCodePoint(
                    Character.isDefined(character) && !surrogate(character) ? character : ' ');
        }
        return text.toString();
    }

    private static boolean surrogate(int character) {
        return character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
    }
}
