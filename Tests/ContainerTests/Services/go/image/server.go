// Documents over HTTP: kept in files, packed on request, summed by goroutines; a child is this program
// itself. SIGHUP reads the greeting anew, SIGTERM ends it after the requests under way.
package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

const address = "127.0.0.1:18086"
const folder = "/documents"

var greeting atomic.Value

func load() {
	text, err := os.ReadFile("/greeting")
	if err != nil {
		text = []byte("hello")
	}
	greeting.Store(string(text))
}

func document(w http.ResponseWriter, r *http.Request) {
	name := filepath.Join(folder, filepath.Base(r.URL.Path))
	switch r.Method {
	case "PUT":
		file, err := os.CreateTemp(folder, "new-*")
		if err != nil {
			http.Error(w, err.Error(), 500)
			return
		}
		hash := sha256.New()
		_, err = io.Copy(io.MultiWriter(file, hash), r.Body)
		if err == nil {
			err = file.Sync()
		}
		file.Close()
		if err == nil {
			err = os.Rename(file.Name(), name)
		}
		if err != nil {
			http.Error(w, err.Error(), 500)
			return
		}
		fmt.Fprintf(w, "%x", hash.Sum(nil))
	case "GET":
		http.ServeFile(w, r, name)
	case "DELETE":
		if err := os.Remove(name); err != nil {
			http.Error(w, "not there", 404)
		}
	default:
		http.Error(w, "method", 405)
	}
}

func packed(w http.ResponseWriter, r *http.Request) {
	out := gzip.NewWriter(w)
	defer out.Close()
	filepath.Walk(folder, func(path string, info os.FileInfo, err error) error {
		if err == nil && info.Mode().IsRegular() {
			text, _ := os.ReadFile(path)
			out.Write(text)
		}
		return nil
	})
}

func sum(w http.ResponseWriter, r *http.Request) {
	var total int64
	var group sync.WaitGroup
	for part := 0; part < 8; part++ {
		group.Add(1)
		go func(part int64) {
			defer group.Done()
			for n := part; n < 1000000; n += 8 {
				atomic.AddInt64(&total, n)
			}
			time.Sleep(5 * time.Millisecond)
		}(int64(part))
	}
	group.Wait()
	fmt.Fprint(w, total)
}

func child(w http.ResponseWriter, r *http.Request) {
	command := exec.CommandContext(r.Context(), "/server", "upper")
	command.Stdin = r.Body
	text, err := command.Output()
	if err != nil {
		http.Error(w, err.Error(), 500)
		return
	}
	w.Write(text)
}

func fetch(w http.ResponseWriter, r *http.Request) {
	connection, err := net.DialTimeout("tcp", address, time.Second)
	if err != nil {
		http.Error(w, err.Error(), 502)
		return
	}
	defer connection.Close()
	fmt.Fprint(connection, "GET / HTTP/1.0\r\n\r\n")
	text, _ := io.ReadAll(connection)
	w.Write(text[bytes.Index(text, []byte("\r\n\r\n"))+4:])
}

func main() {
	if len(os.Args) > 1 && os.Args[1] == "upper" {
		text, _ := io.ReadAll(os.Stdin)
		os.Stdout.Write(bytes.ToUpper(text))
		return
	}
	load()
	os.MkdirAll(folder, 0o755)
	mux := http.NewServeMux()
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/" {
			http.NotFound(w, r)
			return
		}
		fmt.Fprint(w, greeting.Load())
	})
	mux.HandleFunc("/documents/", document)
	mux.HandleFunc("/packed", packed)
	mux.HandleFunc("/sum", sum)
	mux.HandleFunc("/child", child)
	mux.HandleFunc("/fetch", fetch)
	server := &http.Server{Addr: address, Handler: mux}

	signals := make(chan os.Signal, 8)
	signal.Notify(signals, syscall.SIGHUP, syscall.SIGTERM)
	done := make(chan bool)
	go func() {
		for s := range signals {
			if s == syscall.SIGHUP {
				load()
				continue
			}
			limit, cancel := context.WithTimeout(context.Background(), 5*time.Second)
			server.Shutdown(limit)
			cancel()
			close(done)
			return
		}
	}()
	if err := server.ListenAndServe(); err != http.ErrServerClosed {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	<-done
}
