package dev.manykitchens.proto.link;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a coordinator listens.
///
/// @param host a name or an address; one of version 6 without brackets
/// @param port from 0 to 65535; 0: any that is free, where one listens
public record Endpoint(String host, int port) {

    private static final Pattern TEXT =
            Pattern.compile(
                    "(?:\\[(?<six>[0-9A-Fa-f:.%a-z]+)]|(?<host>[^:\\[\\]@\\s]+)):(?<port>[0-9]{1,5})");
    private static final int LARGEST_PORT = 65_535;

    public Endpoint {
        if (host.isBlank() || port < 0 || port > LARGEST_PORT) {
            throw new IllegalArgumentException(
                    "an address must have a host and a port from 0 to 65535, was "
                            + host
                            + ":"
                            + port);
        }
    }

    /// Reads `HOST:PORT`, an address of version 6 in brackets.
    ///
    /// @throws IllegalArgumentException when it is not that
    public static Endpoint parse(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "an address must be HOST:PORT, such as 192.0.2.7:7070 or [2001:db8::7]:7070, was \""
                            + text
                            + "\"");
        }
        String six = matcher.group("six");
        return new Endpoint(
                six == null ? matcher.group("host") : six, Integer.parseInt(matcher.group("port")));
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
