package dev.manykitchens.replication;

import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.server.RaftServerConfigKeys.Log.CorruptionPolicy;
import org.apache.ratis.server.raftlog.RaftLog;
import org.apache.ratis.server.raftlog.segmented.LogSegment;
import org.apache.ratis.server.raftlog.segmented.LogSegmentPath;
import org.apache.ratis.server.raftlog.segmented.SegmentedRaftLogFormat;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.thirdparty.com.google.protobuf.CodedOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The end of a member's log on its disk, which Raft has not opened yet.
///
/// Raft takes all that it reads there for forced, and answers for it. And it refuses a log that
/// ends in the middle of an entry, unless the file ends there too: it writes into space that it has
/// laid out before.
final class LogEnd {

    private static final Logger LOG = LoggerFactory.getLogger(LogEnd.class);

    /// Behind each entry.
    private static final int CHECKSUM_BYTES = 4;

    /// A part to which nothing is written any more is named after its first and its last entry.
    private static final Pattern CLOSED = Pattern.compile("log_[0-9]+-([0-9]{1,18})");

    /// All parts are named after their first entry.
    private static final Pattern FIRST = Pattern.compile("log_(?:inprogress_)?([0-9]{1,18})");

    private static final Pattern OPEN = Pattern.compile("log_inprogress_([0-9]{1,18})");

    private LogEnd() {}

    /// How many bytes the parts of the log have that reach behind an entry, those that are still
    /// written to among them.
    static long bytesBehind(RaftStorage storage, long entry) throws IOException {
        long bytes = 0;
        for (LogSegmentPath segment : LogSegmentPath.getLogSegmentPaths(storage)) {
            Matcher closed = CLOSED.matcher(segment.getPath().getFileName().toString());
            if (!closed.matches() || Long.parseLong(closed.group(1)) > entry) {
                bytes += Files.size(segment.getPath());
            }
        }
        return bytes;
    }

    /// Removes a log that Raft has not opened.
    static void delete(RaftStorage storage) throws IOException {
        for (LogSegmentPath segment : LogSegmentPath.getLogSegmentPaths(storage)) {
            Files.delete(segment.getPath());
        }
    }

    /// The number of the first entry on the disk; empty when no log is there.
    static OptionalLong first(RaftStorage storage) throws IOException {
        return LogSegmentPath.getLogSegmentPaths(storage).stream()
                .map(segment -> FIRST.matcher(segment.getPath().getFileName().toString()))
                .filter(Matcher::lookingAt)
                .mapToLong(first -> Long.parseLong(first.group(1)))
                .min();
    }

    /// Brings to disk what is there to be read: a process that was killed may have written it and
    /// not forced it.
    static void force(RaftStorage storage) throws IOException {
        for (LogSegmentPath segment : LogSegmentPath.getLogSegmentPaths(storage)) {
            Disk.force(segment.getPath());
        }
        Disk.forceFolder(storage.getStorageDir().getCurrentDir().toPath());
    }

    /// Cuts off what the loss of power left of entries that were being written: parts of them came
    /// to disk, and others did not, so nobody was told that this member has them.
    ///
    /// Damage behind `kept` cannot be told from that, and is taken for it: entries that were
    /// forced, and whose way into the journal the loss of power cut off.
    ///
    /// @param kept the last entry that was on disk before: what is wrong up to there is damage
    /// @throws IOException when it is damaged, or cannot be read
    static void cutTorn(RaftStorage storage, RaftProperties properties, long kept)
            throws IOException {
        for (LogSegmentPath segment : LogSegmentPath.getLogSegmentPaths(storage)) {
            Matcher open = OPEN.matcher(segment.getPath().getFileName().toString());
            if (!open.matches()) {
                continue;
            }
            // What cannot be read is no reason to cut it.
            byte[] _ = Files.readAllBytes(segment.getPath());
            long[] sound = {SegmentedRaftLogFormat.getHeaderLength()};
            long[] last = {Long.parseLong(open.group(1)) - 1};
            try {
                int _ =
                        read(
                                segment,
                                properties,
                                entry -> {
                                    sound[0] += bytes(entry);
                                    last[0] = entry.getIndex();
                                });
            } catch (IOException e) {
                if (last[0] < kept) {
                    throw e;
                }
                LOG.warn(
                        "What was being written when the machine lost its power is cut off. log={} lastEntry={} bytes={} why={}",
                        segment.getPath(),
                        last[0],
                        sound[0],
                        e.getMessage());
                try (FileChannel channel =
                        FileChannel.open(segment.getPath(), StandardOpenOption.WRITE)) {
                    FileChannel _ = channel.truncate(sound[0]);
                    channel.force(true);
                }
            }
        }
    }

    private static int bytes(LogEntryProto entry) {
        int its = entry.getSerializedSize();
        return CodedOutputStream.computeUInt32SizeNoTag(its) + its + CHECKSUM_BYTES;
    }

    private static int read(
            LogSegmentPath segment, RaftProperties properties, Consumer<LogEntryProto> each)
            throws IOException {
        return LogSegment.readSegmentFile(
                segment.getPath().toFile(),
                segment.getStartEnd(),
                RaftServerConfigKeys.Log.Appender.bufferByteLimit(properties),
                CorruptionPolicy.EXCEPTION,
                null,
                each);
    }

    /// The number of the last entry on the disk; -1 when there is none. Reads the last segment that
    /// has any.
    ///
    /// @throws IOException when it is damaged, which Raft will refuse with its own words
    static long of(RaftStorage storage, RaftProperties properties) throws IOException {
        List<LogSegmentPath> segments =
                LogSegmentPath.getLogSegmentPaths(storage).stream()
                        .sorted(Comparator.comparing(LogSegmentPath::getStartEnd).reversed())
                        .toList();
        long[] end = {RaftLog.INVALID_LOG_INDEX};
        for (LogSegmentPath segment : segments) {
            int entries = read(segment, properties, entry -> end[0] = entry.getIndex());
            // The last one may just have been begun.
            if (entries > 0) {
                break;
            }
        }
        return end[0];
    }
}
