package dev.manykitchens.coordinator.link;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// Frames that are nearly right: each is one of some real ones, changed in a few places. The same
/// seed gives the same frame.
final class MutatedFrames {

    private static final int MOST_CHANGES = 4;
    private static final int LONGEST = 1 << 16;

    /// What lengths and counts are when they are meant to do harm.
    private static final byte[][] HARMFUL = {
        {0},
        {1},
        {0x7f},
        {(byte) 0xff, 0x01},
        {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x07},
        {(byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, 0x08},
        {
            (byte) 0xff,
            (byte) 0xff,
            (byte) 0xff,
            (byte) 0xff,
            (byte) 0xff,
            (byte) 0xff,
            (byte) 0xff,
            (byte) 0xff,
            (byte) 0xff,
            0x01
        },
        {
            (byte) 0xff,
            (byte) 0xff,
            (byte) 0xff,
            (byte) 0xff,
            (byte) 0xff,
            (byte) 0xff,
            (byte) 0xff,
            (byte) 0xff,
            0x7f
        }
    };

    private final List<byte[]> real;

    MutatedFrames(List<byte[]> real) {
        this.real = real;
    }

    byte[] frame(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] frame = real.get(random.nextInt(real.size()));
        for (int changes = random.nextInt(1, MOST_CHANGES + 1); changes > 0; changes--) {
            frame = changed(frame, random);
        }
        return frame;
    }

    private byte[] changed(byte[] frame, SplittableRandom random) {
        if (frame.length == 0) {
            return real.get(random.nextInt(real.size()));
        }
        int at = random.nextInt(frame.length);
        return switch (random.nextInt(7)) {
            case 0 -> { // a bit
                byte[] flipped = frame.clone();
                flipped[at] ^= (byte) (1 << random.nextInt(Byte.SIZE));
                yield flipped;
            }
            case 1 -> { // any byte
                byte[] other = frame.clone();
                other[at] = (byte) random.nextInt();
                yield other;
            }
            case 2 -> Arrays.copyOf(frame, at); // the end is missing
            case 3 -> // something is missing
                    joined(frame, 0, at, frame, random.nextInt(at, frame.length), frame.length);
            case 4 -> { // something is there twice
                int end = random.nextInt(at, frame.length) + 1;
                yield joined(frame, 0, end, frame, at, frame.length);
            }
            case 5 -> { // the end of another
                byte[] other = real.get(random.nextInt(real.size()));
                int from = other.length == 0 ? 0 : random.nextInt(other.length);
                yield joined(frame, 0, at, other, from, other.length);
            }
            default -> { // another length or count
                byte[] length = HARMFUL[random.nextInt(HARMFUL.length)];
                byte[] start = joined(frame, 0, at, length, 0, length.length);
                yield joined(start, 0, start.length, frame, at + 1, frame.length);
            }
        };
    }

    private static byte[] joined(
            byte[] one, int oneFrom, int oneTo, byte[] two, int twoFrom, int twoTo) {
        byte[] whole =
                Arrays.copyOf(
                        Arrays.copyOfRange(one, oneFrom, oneTo), oneTo - oneFrom + twoTo - twoFrom);
        System.arraycopy(two, twoFrom, whole, oneTo - oneFrom, twoTo - twoFrom);
        return whole.length <= LONGEST ? whole : Arrays.copyOf(whole, LONGEST);
    }
}
