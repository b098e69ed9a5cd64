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

/// How far the log of a member goes that Raft has not opened yet.
final class LogEnd {

    private LogEnd() {}

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
