package orderstore.api.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** Bends what was a request, down to its bytes. */
final class Distortion {

    private final RandomGenerator random;
    private final Hostile hostile;

    Distortion(RandomGenerator random) {
        this.random = random;
        this.hostile = new Hostile(random);
    }

    String method(String method) {
        return random.nextInt(5) > 0
                ? method
                : hostile.pick(List.of(
                        "HEAD",
                        "POST",
                        "PUT",
                        "DELETE",
                        "PATCH",
                        "GET",
                        "TRACE",
                        "FOO",
                        "get",
                        "PROPFIND",
                        "A".repeat(300)));
    }

    /** Ways to write a path, some of which mean another one, and some none. */
    String path(String path) {
        int slash = path.indexOf('/', 1 + random.nextInt(path.length()));
        int at = slash < 0 ? path.length() : slash;
        String inserted = hostile.pick(List.of(
                "/",
                "//",
                "/.",
                "/..",
                "/../..",
                "/%2e%2e",
                "/%2E/",
                "%2F",
                "%5C",
                "\\",
                ";x=y",
                ";",
                "%00",
                "%0d%0a",
                "%c0%af",
                "%252e%252e",
                "%ff",
                "%",
                "%zz",
                "%u0041",
                "/\u00e9",
                "/%C3%A9",
                "+",
                "%20",
                "|",
                "{}",
                "^",
                "`",
                "\"",
                "<",
                "/" + "a".repeat(9_000),
                "/a".repeat(500)));
        return path.substring(0, at) + inserted + path.substring(at);
    }

    String contentType() {
        return hostile.pick(List.of(
                "text/plain",
                "application/xml",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "application/json; charset=utf-16",
                "application/json;charset=UTF-8",
                "application/JSON",
                "application/json; charset=x-nowhere",
                "application/x-ndjson; charset=latin1",
                "/",
                "application",
                "*/*",
                "",
                ";",
                "application/json, text/plain",
                "application/vnd.api+json",
                "application/json; q=\"",
                "\u00e9/\u00e9"));
    }

    /** Headers that nobody asked for. */
    List<String> headers(double badness, String operation) {
        var headers = new ArrayList<String>();
        if (random.nextDouble() < badness / 2) {
            headers.add("Accept: "
                    + hostile.pick(List.of(
                            "application/json",
                            "*/*",
                            "text/html",
                            "application/problem+json",
                            "application/json;charset=utf-16",
                            "application/json;q=0",
                            ",",
                            ";",
                            "a",
                            "x;;=/",
                            "text/event-stream;q=0.1, */*",
                            "*/json",
                            "application/x-ndjson",
                            "\u00e9")));
        } else if (operation.equals("readLog") && random.nextInt(15) == 0) {
            headers.add("Accept: text/event-stream");
        }
        if (random.nextDouble() < badness / 4) {
            headers.add(hostile.pick(List.of(
                    "Content-Encoding: gzip",
                    "Content-Encoding: identity",
                    "X-HTTP-Method-Override: DELETE",
                    "X-Forwarded-Host: evil",
                    "X-Forwarded-Proto: ftp",
                    "Forwarded: for=\"",
                    "Range: bytes=0-1",
                    "If-Modified-Since: never",
                    "Origin: https://evil",
                    "Cookie: JSESSIONID=1; $Version=1",
                    "Upgrade: h2c",
                    "Upgrade: websocket",
                    "Authorization: Bearer x",
                    "Accept-Language: \u00e9",
                    "Accept-Charset: utf-16",
                    "TE: trailers",
                    "Expect: 200-ok",
                    "X-Long: " + "y".repeat(5_000),
                    "X-Longer: " + "y".repeat(20_000),
                    "X: \u0001",
                    "X: " + hostile.anyCharacters(20).replaceAll("[\\r\\n]", ""))));
        }
        if (random.nextDouble() < badness / 40) {
            for (int i = 0; i < 200; i++) {
                headers.add("X-" + i + ": " + i);
            }
        }
        return headers;
    }

    /** Bytes that are no longer what they were. */
    byte[] bytes(byte[] body) {
        String text = new String(body, UTF_8);
        return switch (random.nextInt(12)) {
            case 0 -> Arrays.copyOf(body, random.nextInt(body.length + 1));
            case 1 -> flipped(body);
            case 2 -> ("\uFEFF" + text).getBytes(UTF_8);
            case 3 -> text.getBytes(UTF_16);
            case 4 -> (text + "\u00e9").getBytes(ISO_8859_1);
            case 5 -> (text + text).getBytes(UTF_8);
            case 6 -> (text + " ".repeat(70_000)).getBytes(UTF_8);
            case 7 ->
                ("{\"attributes\":" + "[".repeat(hostile.pick(List.of(30, 31, 32, 33, 5_000, 60_000)))).getBytes(UTF_8);
            case 8 -> nested(hostile.pick(List.of(30, 31, 32, 33, 2_000)));
            case 9 -> ("{\"status\":\"" + "x".repeat(100_000) + "\"}").getBytes(UTF_8);
            case 10 -> "x".repeat(1 << 20).getBytes(UTF_8);
            default -> new byte[] {(byte) 0xC0, (byte) 0x80, (byte) 0xED, (byte) 0xA0, (byte) 0x80};
        };
    }

    private static byte[] nested(int levels) {
        return ("{\"status\":\"PLACED\",\"attributes\":" + "{\"a\":".repeat(levels) + "1" + "}".repeat(levels) + "}")
                .getBytes(UTF_8);
    }

    private byte[] flipped(byte[] body) {
        byte[] flipped = body.clone();
        for (int i = 0; i < 3 && flipped.length > 0; i++) {
            flipped[random.nextInt(flipped.length)] = (byte) random.nextInt(256);
        }
        return flipped;
    }

    /** A request that is not framed as HTTP wants it. */
    byte[] frame(String method, String target, List<String> headers, byte[] body) {
        String head = String.join("\r\n", headers);
        String line = method + " " + target;
        String length = "Content-Length: " + body.length;
        String request = switch (random.nextInt(16)) {
            case 0 -> line + " HTTP/1.0\r\n" + head + "\r\n" + length + "\r\n\r\n";
            case 1 -> line + " HTTP/9.9\r\n" + head + "\r\n" + length + "\r\n\r\n";
            case 2 -> line + " HTTP/1.1 x\r\n" + head + "\r\n\r\n";
            case 3 ->
                line + " HTTP/1.1\r\n" + head.replace("Host: localhost", "Host: a b") + "\r\n" + length + "\r\n\r\n";
            case 4 -> line + " HTTP/1.1\r\n" + head.replace("Host: localhost\r\n", "") + "\r\n" + length + "\r\n\r\n";
            case 5 -> line + " HTTP/1.1\r\nHost: other\r\n" + head + "\r\n" + length + "\r\n\r\n";
            case 6 -> line + " HTTP/1.1\r\n" + head + "\r\nContent-Length: -1\r\n\r\n";
            case 7 -> line + " HTTP/1.1\r\n" + head + "\r\nContent-Length: 99999999999999999999\r\n\r\n";
            case 8 -> line + " HTTP/1.1\r\n" + head + "\r\n" + length + "\r\nContent-Length: 7\r\n\r\n";
            case 9 ->
                line + " HTTP/1.1\r\n" + head + "\r\n" + length + "\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n";
            case 10 -> line + " HTTP/1.1\r\n" + head + "\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n";
            case 11 -> line + " HTTP/1.1\r\n" + head + "\r\nTransfer-Encoding: nonsense\r\n\r\n";
            case 12 -> line + " HTTP/1.1\r\n" + head + "\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n";
            case 13 -> line + " HTTP/1.1\r\n" + head + "\r\n no colon\r\n: no name\r\n\r\n";
            case 14 -> line + " HTTP/1.1\n" + head.replace("\r\n", "\n") + "\n\n";
            default -> "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
        };
        byte[] start = request.getBytes(UTF_8);
        byte[] whole = Arrays.copyOf(start, start.length + body.length);
        System.arraycopy(body, 0, whole, start.length, body.length);
        return whole;
    }
}
