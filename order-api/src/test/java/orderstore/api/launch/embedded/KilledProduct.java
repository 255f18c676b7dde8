package orderstore.api.launch.embedded;

import java.nio.file.Path;

/** A process that starts a server and waits to be killed. */
final class KilledProduct {

    private KilledProduct() {}

    /** Not started yet. */
    static ProcessBuilder starting(String classPath, Path folder) {
        return new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath,
                KilledProduct.class.getName(),
                folder.toString());
    }

    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws InterruptedException {
        System.out.println(new EmbeddedServer(Path.of(arguments[0])).start());
        Thread.currentThread().join();
    }
}
