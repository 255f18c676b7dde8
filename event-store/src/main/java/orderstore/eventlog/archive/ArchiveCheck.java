package orderstore.eventlog.archive;

import java.security.MessageDigest;
import java.util.HexFormat;
import orderstore.eventlog.StoredEvent;

/** Compares the lines of an archive with what its manifest and the lines themselves say of them. */
final class ArchiveCheck implements ArchiveReader.Taker {

    private final Manifest manifest;
    private final MessageDigest content = Sha256.digest();
    private final MessageDigest streamHashes = Sha256.digest();
    private final StreamHash hash = new StreamHash();
    private long lines;
    private long streams;
    private long bytes;
    private String stream = "";
    private int version;
    private long first = Long.MAX_VALUE;
    private long last;

    ArchiveCheck(Manifest manifest) {
        this.manifest = manifest;
    }

    @Override
    public void take(byte[] line, ArchiveLines.Line read) throws ArchiveDamagedException {
        content.update(line);
        content.update((byte) '\n');
        bytes += line.length + 1L;
        lines++;
        StoredEvent event = read.event();
        if (version == 0 && event.stream().compareTo(stream) <= 0) {
            throw new ArchiveDamagedException(
                    "Line " + lines + " is of " + event.stream() + ", which comes after " + stream + ".");
        }
        if (event.version() != version + 1 || (version > 0 && !event.stream().equals(stream))) {
            throw new ArchiveDamagedException("Line " + lines + " is version " + event.version() + " of "
                    + event.stream() + ", which does not follow version " + version + " of " + stream + ".");
        }
        stream = event.stream();
        version = event.version();
        first = Math.min(first, event.position());
        last = Math.max(last, event.position());
        hash.add(event);
        if (read.hash() != null) {
            end(read.hash());
        }
    }

    private void end(String told) throws ArchiveDamagedException {
        if (!hash.hex().equals(told)) {
            throw new ArchiveDamagedException(
                    "What is told of " + stream + " does not give its hash: that is " + told + ", but " + hash.hex()
                            + " was found. POST /v1/admin/verifications tells which change is not as it was.");
        }
        streamHashes.update(HexFormat.of().parseHex(told));
        streams++;
        version = 0;
        hash.reset();
    }

    void end() throws ArchiveDamagedException {
        check("The last order", version == 0 ? "complete" : "not complete", "complete");
        Part part = manifest.part();
        check("The number of orders", streams, part.streams());
        check("The number of changes", lines, part.events());
        check("The first position", first, manifest.firstPosition());
        check("The last position", last, manifest.lastPosition());
        check("The length of the lines", bytes, manifest.bytes());
        check("The SHA-256 of the lines", HexFormat.of().formatHex(content.digest()), manifest.sha256());
        check("The digest of the orders", HexFormat.of().formatHex(streamHashes.digest()), part.digest());
    }

    private static void check(String what, Object found, Object told) throws ArchiveDamagedException {
        if (!found.equals(told)) {
            throw new ArchiveDamagedException(what + " is " + found + ", but should be " + told + ".");
        }
    }
}
