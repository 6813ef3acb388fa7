// go_server PORT FOLDER PEOPLE VERSIONS: Go's crypto/tls as a server that requires a client certificate.
package main

import (
	"crypto/tls"
	"crypto/x509"
	"log"
	"net/http"
	"os"
	"strings"
)

func main() {
	known := map[string]uint16{"TLSv1": tls.VersionTLS10, "TLSv1.1": tls.VersionTLS11, "TLSv1.2": tls.VersionTLS12, "TLSv1.3": tls.VersionTLS13}
	versions := strings.Split(os.Args[4], ",")
	people := x509.NewCertPool()
	text, err := os.ReadFile(os.Args[3])
	if err != nil || !people.AppendCertsFromPEM(text) {
		log.Fatal("no people: ", err)
	}
	answer := func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("ok\n")) }
	server := http.Server{Addr: "127.0.0.1:" + os.Args[1], Handler: http.HandlerFunc(answer), TLSConfig: &tls.Config{
		ClientAuth: tls.RequireAndVerifyClientCert, ClientCAs: people,
		MinVersion: known[versions[0]], MaxVersion: known[versions[len(versions)-1]]}}
	log.Fatal(server.ListenAndServeTLS(os.Args[2]+"/server.pem", os.Args[2]+"/key.pem"))
}
