import java.io.*;
import java.net.*;
import java.nio.file.*;
import java.security.*;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.*;
import java.util.concurrent.*;
import javax.net.ssl.*;

/** Java as client and as server, many at once in one machine. Lines in: id, word, key=value ... by tabs; out: id, word, text. */
public class Peer {
  static final Map<String, SSLServerSocket> SERVERS = new ConcurrentHashMap<>();
  static final char[] PASSWORD = "none".toCharArray();

  public static void main(String[] arguments) throws Exception {
    ExecutorService pool = Executors.newCachedThreadPool();
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
    say("0", "READY", System.getProperty("java.version"));
    for (String line; (line = in.readLine()) != null;) {
      String[] words = line.split("\t");
      Map<String, String> options = new HashMap<>();
      for (int i = 2; i < words.length; i++) {
        String[] pair = words[i].split("=", 2);
        options.put(pair[0], pair[1]);
      }
      pool.submit(() -> answer(words[0], words[1], options));
    }
    System.exit(0);
  }

  static synchronized void say(String id, String word, String text) {
    System.out.println(id + "\t" + word + "\t" + String.valueOf(text).replaceAll("[\t\r\n]+", " "));
    System.out.flush();
  }

  static void answer(String id, String word, Map<String, String> o) {
    try {
      switch (word) {
        case "https" -> say(id, "OK", https(o));
        case "raw" -> say(id, "OK", raw(o));
        case "suites" -> say(id, "OK", suites(o));
        case "server" -> { serve(id, o); say(id, "OK", ""); }
        case "stop" -> { SERVERS.remove(o.get("server")).close(); say(id, "OK", ""); }
        default -> say(id, "FAIL", "unknown word " + word);
      }
    } catch (Throwable t) {
      say(id, "FAIL", chain(t));
    }
  }

  static String chain(Throwable t) {
    StringBuilder s = new StringBuilder();
    for (; t != null; t = t.getCause())
      s.append(s.length() > 0 ? " <- " : "").append(t.getClass().getName()).append(": ").append(t.getMessage());
    return s.toString();
  }

  static List<Certificate> certificates(String path) throws Exception {
    try (InputStream in = Files.newInputStream(Paths.get(path))) {
      return new ArrayList<>(CertificateFactory.getInstance("X.509").generateCertificates(in));
    }
  }

  static KeyStore empty() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  static PrivateKey key(String path) throws Exception {
    String text = Files.readString(Paths.get(path)).replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
    PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(Base64.getDecoder().decode(text));
    for (String name : new String[] {"RSA", "EC", "EdDSA", "RSASSA-PSS"})
      try {
        return KeyFactory.getInstance(name).generatePrivate(spec);
      } catch (Exception e) { }
    throw new KeyException(path);
  }

  /** Folders with server.pem and key.pem, by commas. */
  static KeyManager[] identities(String folders) throws Exception {
    if (folders == null) return null;
    KeyStore store = empty();
    int n = 0;
    for (String folder : folders.split(",")) {
      PrivateKey key = key(folder + "/key.pem");
      store.setKeyEntry("k" + n++, key, PASSWORD, certificates(folder + "/server.pem").toArray(new Certificate[0]));
    }
    KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
    factory.init(store, PASSWORD);
    return factory.getKeyManagers();
  }

  static SSLContext context(String identities, String trust) throws Exception {
    TrustManager[] trusted = null;
    if (trust != null) {
      KeyStore store = empty();
      int n = 0;
      for (Certificate c : certificates(trust)) store.setCertificateEntry("t" + n++, c);
      TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
      factory.init(store);
      trusted = factory.getTrustManagers();
    }
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(identities(identities), trusted, null);
    return context;
  }

  static String https(Map<String, String> o) throws Exception {
    SSLContext context = context(o.get("identity"), o.get("trust"));
    URL url = new URL("https://" + o.get("host") + ":" + o.get("port") + "/");
    HttpsURLConnection c = (HttpsURLConnection) url.openConnection();
    c.setSSLSocketFactory(context.getSocketFactory());
    c.setRequestProperty("Connection", "close");
    c.setConnectTimeout(Integer.parseInt(o.get("patience")));
    c.setReadTimeout(Integer.parseInt(o.get("patience")));
    try {
      int code = c.getResponseCode();
      try (InputStream in = code < 400 ? c.getInputStream() : c.getErrorStream()) {
        if (in != null) in.readAllBytes();
      }
      return "HTTP " + code;
    } finally {
      c.disconnect();
    }
  }

  static String raw(Map<String, String> o) throws Exception {
    SSLSocketFactory factory = context(o.get("identity"), o.get("trust")).getSocketFactory();
    try (SSLSocket s = (SSLSocket) factory.createSocket(o.get("host"), Integer.parseInt(o.get("port")))) {
      s.setSoTimeout(Integer.parseInt(o.get("patience")));
      s.startHandshake();
      s.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes());
      s.getOutputStream().flush();
      String line = new BufferedReader(new InputStreamReader(s.getInputStream())).readLine();
      if (line == null) throw new EOFException("closed without an answer");
      return line;
    }
  }

  static String suites(Map<String, String> o) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, null, null);
    SSLServerSocket s = (SSLServerSocket) context.getServerSocketFactory().createServerSocket();
    String all = String.join(",", s.getEnabledCipherSuites());
    s.close();
    return all;
  }

  static void serve(String id, Map<String, String> o) throws Exception {
    SSLContext context = context(o.get("identity"), o.get("people"));
    SSLServerSocket listener = (SSLServerSocket) context.getServerSocketFactory()
        .createServerSocket(Integer.parseInt(o.get("port")), 50, InetAddress.getByName("127.0.0.1"));
    SSLParameters p = listener.getSSLParameters();
    p.setProtocols(o.get("versions").split(","));
    if (o.containsKey("suites")) p.setCipherSuites(o.get("suites").split(","));
    p.setUseCipherSuitesOrder("server".equals(o.get("order")));
    if (o.containsKey("alpn")) p.setApplicationProtocols(o.get("alpn").split(","));
    if (o.containsKey("name")) p.setSNIMatchers(List.of(SNIHostName.createSNIMatcher(o.get("name").replace(".", "\\."))));
    if ("required".equals(o.get("ask"))) p.setNeedClientAuth(true);
    if ("optional".equals(o.get("ask"))) p.setWantClientAuth(true);
    listener.setSSLParameters(p);
    SERVERS.put(o.get("server"), listener);
    Thread thread = new Thread(() -> accept(o.get("server"), listener));
    thread.setDaemon(true);
    thread.start();
  }

  static void accept(String id, SSLServerSocket listener) {
    while (!listener.isClosed())
      try {
        SSLSocket s = (SSLSocket) listener.accept();
        Thread thread = new Thread(() -> talk(id, s));
        thread.setDaemon(true);
        thread.start();
      } catch (IOException e) { }
  }

  static void talk(String id, SSLSocket s) {
    try (s) {
      s.setSoTimeout(6000);
      s.setTcpNoDelay(true);
      BufferedReader in = new BufferedReader(new InputStreamReader(s.getInputStream()));
      String line;
      while ((line = in.readLine()) != null && !line.isEmpty()) { }
      if (line == null) return;
      s.getOutputStream().write("HTTP/1.1 200 OK\r\nContent-Length: 3\r\nConnection: close\r\n\r\nok\n".getBytes());
      s.getOutputStream().flush();
    } catch (Throwable t) {
      say(id, "LOG", chain(t));
    } finally {
      say(id, "LOG", "end");
    }
  }
}
