package dev.manykitchens.replication;

import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.server.RaftServerConfigKeys.Log.CorruptionPolicy;
import org.apache.ratis.server.raftlog.RaftLog;
import org.apache.ratis.server.raftlog.segmented.LogSegment;
import org.apache.ratis.server.raftlog.segmented.LogSegmentPath;
import org.apache.ratis.server.storage.RaftStorage;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How far the log of a member goes that Raft has not opened yet.
final class LogEnd {

    /// A part to which nothing is written any more is named after its first and its last entry.
    private static final Pattern CLOSED = Pattern.compile("log_[0-9]+-([0-9]{1,18})");

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
            int entries =
                    LogSegment.readSegmentFile(
                            segment.getPath().toFile(),
                            segment.getStartEnd(),
                            RaftServerConfigKeys.Log.Appender.bufferByteLimit(properties),
                            CorruptionPolicy.EXCEPTION,
                            null,
                            entry -> end[0] = entry.getIndex());
            // The last one may just have been begun.
            if (entries > 0) {
                break;
            }
        }
        return end[0];
    }
}
