package dev.manykitchens.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.core.recipe.RecipeBook;
import dev.manykitchens.core.stove.StoveSpec;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.core.value.Columns;
import dev.manykitchens.proto.link.Dial;
import dev.manykitchens.proto.link.Endpoint;
import dev.manykitchens.proto.link.Role;
import dev.manykitchens.proto.link.TlsFiles;
import dev.manykitchens.proto.link.Token;
import dev.manykitchens.proto.link.Trust;
import dev.manykitchens.worker.link.AssignedChunk;
import dev.manykitchens.worker.link.CoordinatorLink;
import dev.manykitchens.worker.link.StreamEnd;
import dev.manykitchens.worker.link.Transport;
import dev.manykitchens.worker.link.Welcomed;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// What the transport still calls when a stream has ended.
class WorkStreamTest {

    private static final Welcomed WELCOME =
            new Welcomed("w7", Duration.ofSeconds(60), Duration.ofSeconds(60), Map.of(), 1, false);

    /// Takes a connection and never says a word.
    @AutoClose
    private final ServerSocket mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());

    private final Dial dial =
            new Dial(
                    new Endpoint("127.0.0.1", mute.getLocalPort()),
                    new Token(Role.WORKER, Token.newSecret(), new Trust.Nobody()),
                    TlsFiles.NONE);
    private final Owner owner = new Owner();
    private final WorkStream stream = WorkStream.open(dial, new Transport(), owner, _ -> {});

    WorkStreamTest() throws IOException {}

    @AfterEach
    void close() {
        stream.close();
    }

    @Test
    void aLateWelcomeIsNone() {
        stream.end(new StreamEnd.Broken("too late"));

        stream.welcomed(WELCOME);

        assertThat(owner.welcomes).isZero();
        assertThat(stream.welcomedLink()).isEmpty();
    }

    @Test
    void nothingReachesTheWorkerOverAStreamThatHasEnded() {
        owner.endsAtWelcome = true;
        stream.welcomed(WELCOME);

        stream.assigned(
                new AssignedChunk(
                        1,
                        1,
                        0,
                        1,
                        1,
                        Columns.of(Column.ofLongs(1)),
                        Optional.empty(),
                        false,
                        System.nanoTime()));
        stream.drained("late");
        stream.cancelled(1, List.of());
        stream.echoed(1, 1, 1);
        stream.batchEnded(1);

        assertThat(owner.welcomes).isEqualTo(1);
        assertThat(owner.working.unfinished()).isEqualTo(Unfinished.NOTHING);
        assertThat(owner.working.isDraining()).isFalse();
    }

    @Test
    void theFirstReasonOfItsEndCounts() {
        stream.end(new StreamEnd.Broken("first"));

        stream.ended(new StreamEnd.Refused("second"));

        assertThat(stream.end()).contains(new StreamEnd.Broken("first"));
    }

    private final class Owner implements WorkStream.Owner, WorkingWorker.Owner {

        private final WorkingWorker working =
                new WorkingWorker(
                        new WorkerPlan(
                                dial, "", 1, StoveSpec.UNLIMITED, OptionalLong.empty(), true, 1),
                        RecipeBook.of(List.of()),
                        1_000,
                        this);
        private int welcomes;
        private boolean endsAtWelcome;

        @Override
        public WorkingWorker welcomed(CoordinatorLink link, Welcomed welcome) {
            welcomes++;
            if (endsAtWelcome) {
                stream.end(new StreamEnd.Broken("just now"));
            }
            return working;
        }

        @Override
        public void changed() {}

        @Override
        public void drains(String reason, int chunks) {}

        @Override
        public void adjusted(int threads, int stoves) {}

        @Override
        public void halted(String reason) {}

        @Override
        public void parentGone() {}

        @Override
        public void silent(CoordinatorLink link, String why) {}

        @Override
        public void ended() {}

        @Override
        public void failed(Throwable failure) {
            throw new AssertionError(failure);
        }
    }
}
