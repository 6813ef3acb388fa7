// Judges chains as a client of Go does: x509.Certificate.Verify() with the name that was asked for, at the moment of its
// argument, in seconds since 1970-01-01.
// Reads lines "FOLDER HOST" from standard input, where FOLDER holds chain.pem and roots.pem, and answers each with
// "accepts" or "refuses: message".
package main

import (
	"bufio"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

func read(file string) ([]*x509.Certificate, error) {
	rest, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var certificates []*x509.Certificate
	for {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			return certificates, nil
		}
		certificate, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return nil, err
		}
		certificates = append(certificates, certificate)
	}
}

func judge(folder, host string, now time.Time) error {
	roots, _ := read(filepath.Join(folder, "roots.pem"))
	chain, err := read(filepath.Join(folder, "chain.pem"))
	if err != nil {
		return err
	}
	options := x509.VerifyOptions{Roots: x509.NewCertPool(), Intermediates: x509.NewCertPool(), DNSName: host, CurrentTime: now}
	for _, root := range roots {
		options.Roots.AddCert(root)
	}
	for _, sent := range chain[1:] {
		options.Intermediates.AddCert(sent)
	}
	_, err = chain[0].Verify(options)
	return err
}

func main() {
	seconds, _ := strconv.ParseInt(os.Args[1], 10, 64)
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		words := strings.Fields(lines.Text())
		if err := judge(words[0], words[1], time.Unix(seconds, 0)); err != nil {
			fmt.Println("refuses:", strings.ReplaceAll(err.Error(), "\n", " "))
		} else {
			fmt.Println("accepts")
		}
	}
}
