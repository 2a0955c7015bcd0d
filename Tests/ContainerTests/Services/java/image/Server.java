import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.zip.GZIPOutputStream;

/** Words over HTTP: kept in a file that is mapped and locked, packed, summed by threads, sorted by a child. */
public class Server {
  static final int port = 18087;
  static final Path data = Path.of("/data");
  static volatile String greeting = "hello";

  interface Answer {
    Object to(HttpExchange exchange) throws Exception;
  }

  static void on(HttpServer server, String path, Answer answer) {
    server.createContext(path, exchange -> {
      int status = 200;
      byte[] body;
      try {
        Object value = answer.to(exchange);
        body = value instanceof byte[] ? (byte[]) value : value.toString().getBytes();
      } catch (Exception error) {
        status = 500;
        body = error.toString().getBytes();
      }
      exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
      exchange.close();
    });
  }

  static synchronized String append(byte[] word) throws IOException {
    Path file = data.resolve("words");
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      try (var lock = channel.lock()) {
        long end = channel.size();
        var map = channel.map(FileChannel.MapMode.READ_WRITE, end, word.length + 1);
        map.put(word).put((byte) '\n');
        map.force();
        channel.force(true);
      }
    }
    return "kept";
  }

  static byte[] packed() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(bytes)) {
      out.write(Files.readAllBytes(data.resolve("words")));
    }
    return bytes.toByteArray();
  }

  static String rotate() throws IOException {
    Files.move(data.resolve("words"), data.resolve("words.1"), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    Files.setPosixFilePermissions(data.resolve("words.1"), java.nio.file.attribute.PosixFilePermissions.fromString("rw-r-----"));
    try (var list = Files.list(data)) {
      return list.map(path -> path.getFileName().toString()).sorted().collect(Collectors.joining(" "));
    }
  }

  static byte[] sorted(HttpExchange exchange) throws Exception {
    var child = new ProcessBuilder("sort", "-r").redirectErrorStream(true).start();
    try (var in = child.getOutputStream()) {
      exchange.getRequestBody().transferTo(in);
    }
    byte[] text = child.getInputStream().readAllBytes();
    if (child.waitFor() != 0) throw new IOException("sort failed");
    return text;
  }

  static String fetch() throws Exception {
    var client = HttpClient.newHttpClient();
    var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/hello")).build();
    return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  static String collected() {
    byte[][] blocks = new byte[400][];
    for (int round = 0; round < 4000; round++) blocks[round % 40] = new byte[100_000];
    System.gc();
    return "collected";
  }

  public static void main(String[] arguments) throws Exception {
    var server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
    server.setExecutor(Executors.newFixedThreadPool(4));
    on(server, "/hello", exchange -> greeting);
    on(server, "/add", exchange -> append(exchange.getRequestBody().readAllBytes()));
    on(server, "/words", exchange -> Files.readAllBytes(data.resolve("words")));
    on(server, "/packed", exchange -> packed());
    on(server, "/rotate", exchange -> rotate());
    on(server, "/sum", exchange -> LongStream.range(0, 1_000_000).parallel().sum());
    on(server, "/sorted", exchange -> sorted(exchange));
    on(server, "/fetch", exchange -> fetch());
    on(server, "/direct", exchange -> ByteBuffer.allocateDirect(4_000_000).capacity());
    on(server, "/collect", exchange -> collected());
    sun.misc.Signal.handle(new sun.misc.Signal("HUP"), signal -> greeting = "hello again");
    // Without this, SIGTERM's exit status is 143.
    Runtime.getRuntime().addShutdownHook(new Thread(() -> {
      server.stop(0);
      Runtime.getRuntime().halt(0);
    }));
    server.start();
  }
}
