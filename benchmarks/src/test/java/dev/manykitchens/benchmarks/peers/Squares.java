package dev.manykitchens.benchmarks.peers;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;

import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.Callable;

/// Squares several numbers in one callable. Written in the format that Hazelcast recommends for
/// speed, a fraction of what Java's own serialization would send.
final class Squares implements Callable<long[]>, IdentifiedDataSerializable {

    static final int FACTORY = 1;

    private static final int ID = 1;

    private int[] numbers;

    Squares(int... numbers) {
        this.numbers = numbers;
    }

    /// What arrives with this id.
    static IdentifiedDataSerializable made(int id) {
        return id == ID ? new Squares() : new Square(0);
    }

    @Override
    public long[] call() {
        long[] squares = new long[numbers.length];
        for (int i = 0; i < squares.length; i++) {
            squares[i] = (long) numbers[i] * numbers[i];
        }
        return squares;
    }

    @Override
    public int getFactoryId() {
        return FACTORY;
    }

    @Override
    public int getClassId() {
        return ID;
    }

    @Override
    public void writeData(ObjectDataOutput out) throws IOException {
        out.writeIntArray(numbers);
    }

    @Override
    public void readData(ObjectDataInput in) throws IOException {
        numbers = Objects.requireNonNull(in.readIntArray());
    }
}
