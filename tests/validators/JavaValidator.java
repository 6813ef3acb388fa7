// Judges chains as a Java TLS client does: the default PKIX trust manager, with HTTPS endpoint identification.
// Reads lines "FOLDER HOST" from standard input, where FOLDER holds chain.pem and roots.pem, and answers each with
// "accepts" or "refuses: message".
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.function.BiFunction;
import javax.net.ssl.*;

public class JavaValidator {
    static Collection<? extends Certificate> read(Path file) throws Exception {
        try (InputStream in = Files.newInputStream(file)) {
            return CertificateFactory.getInstance("X.509").generateCertificates(in);
        }
    }

    static String judge(Path folder, String host) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            int number = 0;
            for (Certificate root : read(folder.resolve("roots.pem"))) store.setCertificateEntry("root" + number++, root);
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(store);
            X509ExtendedTrustManager manager = (X509ExtendedTrustManager) factory.getTrustManagers()[0];
            X509Certificate[] chain = read(folder.resolve("chain.pem")).toArray(new X509Certificate[0]);
            manager.checkServerTrusted(chain, "ECDHE_ECDSA", new Handshaking(host));
            return "accepts";
        } catch (Exception e) {
            Throwable last = e;
            while (last.getCause() != null) last = last.getCause();
            return "refuses: " + String.valueOf(last.getMessage()).replace('\n', ' ');
        }
    }

    public static void main(String[] arguments) throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ");
            System.out.println(judge(Path.of(words[0]), words[1]));
            System.out.flush();
        }
    }

    // An engine in the middle of a handshake in TLS 1.2 with `host`; nothing else of it is asked.
    static final class Handshaking extends SSLEngine {
        private final String host;

        Handshaking(String host) { super(host, 443); this.host = host; }

        @Override public SSLSession getHandshakeSession() {
            BiFunction<String, Object[], Object> answer = (name, given) -> switch (name) {
                case "getPeerHost" -> host;
                case "getProtocol" -> "TLSv1.2";
                case "getPeerPort" -> 443;
                default -> null;
            };
            return (SSLSession) Proxy.newProxyInstance(SSLSession.class.getClassLoader(), new Class<?>[] {SSLSession.class},
                (proxy, method, given) -> answer.apply(method.getName(), given));
        }
        @Override public SSLParameters getSSLParameters() {
            SSLParameters parameters = new SSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            return parameters;
        }
        @Override public SSLEngineResult wrap(ByteBuffer[] s, int o, int l, ByteBuffer d) { throw new UnsupportedOperationException(); }
        @Override public SSLEngineResult unwrap(ByteBuffer s, ByteBuffer[] d, int o, int l) { throw new UnsupportedOperationException(); }
        @Override public Runnable getDelegatedTask() { return null; }
        @Override public void closeInbound() {}
        @Override public boolean isInboundDone() { return false; }
        @Override public void closeOutbound() {}
        @Override public boolean isOutboundDone() { return false; }
        @Override public String[] getSupportedCipherSuites() { return new String[0]; }
        @Override public String[] getEnabledCipherSuites() { return new String[0]; }
        @Override public void setEnabledCipherSuites(String[] suites) {}
        @Override public String[] getSupportedProtocols() { return new String[0]; }
        @Override public String[] getEnabledProtocols() { return new String[0]; }
        @Override public void setEnabledProtocols(String[] protocols) {}
        @Override public SSLSession getSession() { return getHandshakeSession(); }
        @Override public void beginHandshake() {}
        @Override public SSLEngineResult.HandshakeStatus getHandshakeStatus() { return SSLEngineResult.HandshakeStatus.NEED_TASK; }
        @Override public void setUseClientMode(boolean mode) {}
        @Override public boolean getUseClientMode() { return true; }
        @Override public void setNeedClientAuth(boolean need) {}
        @Override public boolean getNeedClientAuth() { return false; }
        @Override public void setWantClientAuth(boolean want) {}
        @Override public boolean getWantClientAuth() { return false; }
        @Override public void setEnableSessionCreation(boolean flag) {}
        @Override public boolean getEnableSessionCreation() { return true; }
    }
}
