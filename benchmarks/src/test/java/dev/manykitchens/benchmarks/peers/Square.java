package dev.manykitchens.benchmarks.peers;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;

import java.io.IOException;
import java.util.concurrent.Callable;

/// Squares one number in one callable.
final class Square implements Callable<Long>, IdentifiedDataSerializable {

    private static final int ID = 2;

    private int number;

    Square(int number) {
        this.number = number;
    }

    @Override
    public Long call() {
        return (long) number * number;
    }

    @Override
    public int getFactoryId() {
        return Squares.FACTORY;
    }

    @Override
    public int getClassId() {
        return ID;
    }

    @Override
    public void writeData(ObjectDataOutput out) throws IOException {
        out.writeInt(number);
    }

    @Override
    public void readData(ObjectDataInput in) throws IOException {
        number = in.readInt();
    }
}
