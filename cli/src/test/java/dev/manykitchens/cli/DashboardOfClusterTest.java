package dev.manykitchens.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;

/// Who may act through the page of a coordinator.
@Timeout(120)
class DashboardOfClusterTest {

    @TempDir private Path folder;

    @Test
    void theClientTokenActsAndTheWorkersDoesNot() throws Exception {
        try (ServedHere served = ServedHere.start(folder)) {
            String client = after(served.out(), "KITCHEN_TOKEN=");
            String worker = after(served.out(), "--join ").replaceFirst("@.*", "");

            assertThat(act(served, client).statusCode()).isEqualTo(200);
            assertThat(act(served, worker).statusCode()).isEqualTo(401);
            assertThat(act(served, client + "x").statusCode()).isEqualTo(401);
            assertThat(act(served, "client").statusCode()).isEqualTo(401);
        }
    }

    @Test
    void afterARotationOnlyTheNewOneActs() throws Exception {
        try (ServedHere served = ServedHere.start(folder)) {
            String old = after(served.out(), "KITCHEN_TOKEN=");
            TestShell rotation = TestShell.piped();
            assertThat(
                            rotation.run(
                                    "token",
                                    "rotate",
                                    "--role",
                                    "client",
                                    "--state",
                                    served.state().toString()))
                    .isZero();
            String fresh = after(rotation.out(), "KITCHEN_TOKEN=");

            assertThat(fresh).isNotEqualTo(old);
            assertThat(act(served, old).statusCode()).isEqualTo(401);
            assertThat(act(served, fresh).body()).startsWith("the token is good");
        }
    }

    /// The word that follows.
    private static String after(String text, String start) {
        return text.substring(text.indexOf(start) + start.length()).split("\\s", 2)[0];
    }

    private static HttpResponse<String> act(ServedHere served, String token)
            throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create(served.pages() + "/actions/token"))
                            .header("Content-Type", "application/json")
                            .header("Authorization", "Bearer " + token)
                            .POST(HttpRequest.BodyPublishers.ofString("{}"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }
}
