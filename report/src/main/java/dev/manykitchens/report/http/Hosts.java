package dev.manykitchens.report.http;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/// By which names this server answers: any IP literal, `localhost`, and those it was told.
final class Hosts {

    private final Set<String> names = new TreeSet<>();

    /// @param names without ports
    Hosts(Set<String> names) {
        this.names.add("localhost");
        names.forEach(name -> this.names.add(name.toLowerCase(Locale.ROOT)));
    }

    /// Whether a request with these values of `Host` is for us; one without, or with several, is
    /// not.
    boolean accept(List<String> values) {
        if (values.size() != 1) {
            return false;
        }
        String host = withoutPort(values.getFirst());
        return names.contains(host.toLowerCase(Locale.ROOT)) || isLiteral(host);
    }

    private static String withoutPort(String value) {
        int colon = value.lastIndexOf(':');
        boolean port = colon >= 0 && value.substring(colon + 1).chars().allMatch(Hosts::isDigit);
        boolean insideBrackets = value.indexOf(']', colon + 1) >= 0;
        return port && !insideBrackets ? value.substring(0, colon) : value;
    }

    private static boolean isDigit(int character) {
        return '0' <= character && character <= '9';
    }

    private static boolean isLiteral(String host) {
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        if (host.contains(":") && !bracketed) {
            return false;
        }
        try {
            // Never asks a name server.
            InetAddress.ofLiteral(host);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
