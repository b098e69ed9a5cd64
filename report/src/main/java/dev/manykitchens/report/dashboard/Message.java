package dev.manykitchens.report.dashboard;

/// One server-sent event.
///
/// @param frame the number of the frame that it is, or of the last one that it holds
/// @param event `snapshot` or `frame`
/// @param data one line of JSON
record Message(long frame, String event, String data) {

    static final String SNAPSHOT = "snapshot";
    static final String FRAME = "frame";
}
