package dev.manykitchens.replication;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.coordinator.journal.JournalException;

import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.CommitInfoProto;
import org.apache.ratis.proto.RaftProtos.RaftPeerProto;
import org.apache.ratis.proto.RaftProtos.RaftRpcRequestProto;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.List;

/// What a leader knows of a member, held against what that one has.
class RecollectionTest {

    private final Recollection recollection =
            new Recollection(
                    "here",
                    ReplicaOptions.of(
                            Path.of("data"), "127.0.0.1:7073", "127.0.0.1:7070", List.of()));

    /// What a leader says that knows how far these once were.
    private static AppendEntriesRequestProto knowing(Object... idsAndPlaces) {
        AppendEntriesRequestProto.Builder request = AppendEntriesRequestProto.newBuilder();
        for (int i = 0; i < idsAndPlaces.length; i += 2) {
            request.addCommitInfos(
                    CommitInfoProto.newBuilder()
                            .setServer(
                                    RaftPeerProto.newBuilder()
                                            .setId(
                                                    ByteString.copyFromUtf8(
                                                            (String) idsAndPlaces[i])))
                            .setCommitIndex((Integer) idsAndPlaces[i + 1]));
        }
        return request.build();
    }

    @Test
    void whoHasAllThatItHadIsTheMember() {
        assertThat(recollection.missing(knowing("other", 90, "here", 70), 70)).isEmpty();
        assertThat(recollection.missing(knowing("other", 90, "here", 70), 80)).isEmpty();
    }

    @Test
    void whoLacksAnEntryThatItHadIsNot() {
        assertThat(recollection.missing(knowing("other", 90, "here", 70), 69))
                .get()
                .isInstanceOf(JournalException.class)
                .extracting(Throwable::getMessage)
                .asString()
                .hasLineCount(1)
                .contains("member here once had the group's entry 70, data ends with 69");
    }

    @Test
    void whatALeaderSaysOfItselfIsPassedOver() {
        AppendEntriesRequestProto request =
                knowing("leads", 90, "here", 70).toBuilder()
                        .setServerRequest(
                                RaftRpcRequestProto.newBuilder()
                                        .setRequestorId(ByteString.copyFromUtf8("leads")))
                        .setLeaderCommit(90)
                        .build();

        AppendEntriesRequestProto heard = Recollection.ofOthers(request);

        assertThat(heard.getCommitInfosList())
                .singleElement()
                .extracting(CommitInfoProto::getCommitIndex)
                .isEqualTo(70L);
        assertThat(heard.getLeaderCommit()).isEqualTo(90);
    }

    @Test
    void whoWasNeverHeardOfIs() {
        assertThat(recollection.missing(knowing("other", 90), -1)).isEmpty();
        assertThat(recollection.missing(knowing("here", 0), -1)).isEmpty();
        assertThat(recollection.missing(knowing("here", -1), -1)).isEmpty();
    }
}
