/*
 * A disk that fails on demand, put between a program and the C library with LD_PRELOAD.
 *
 * It watches the database files (names that end in ".sqlite" or ".sqlite-wal") below FAULT_FOLDER. What is written to them is
 * remembered in FILE.undo until it is flushed, so that who kills the program can take back what a power cut would have lost.
 * The first byte of the file FAULT_CONTROL says how the disk behaves now:
 *
 *   'h'  honest: fsync and fdatasync flush, and forget what can be taken back
 *   'l'  lying: they say that they flushed, and forget nothing
 *   'e'  failing: they fail with EIO
 *   'f'  full: writes fail with ENOSPC
 *
 * Not covered: names of files (renames, new files), mapped memory. SQLite maps only its shared-memory index, which it makes anew.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#define LONGEST_PATH 4096

struct undo_entry {
  uint64_t offset;
  uint64_t length;   /* of the old bytes that follow */
  uint64_t file_size; /* before the write */
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);
static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t (*real_pread)(int, void *, size_t, off_t);
static int (*real_ftruncate)(int, off_t);
static int (*real_fsync)(int);
static int (*real_fdatasync)(int);
static const char *folder;
static const char *control;

__attribute__((constructor)) static void find_the_real_ones(void) {
  real_pwrite = dlsym(RTLD_NEXT, "pwrite64");
  real_write = dlsym(RTLD_NEXT, "write");
  real_pread = dlsym(RTLD_NEXT, "pread64");
  real_ftruncate = dlsym(RTLD_NEXT, "ftruncate64");
  real_fsync = dlsym(RTLD_NEXT, "fsync");
  real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
  folder = getenv("FAULT_FOLDER");
  control = getenv("FAULT_CONTROL");
}

static char behaviour(void) {
  char mode = 'h';
  int file = control ? open(control, O_RDONLY | O_CLOEXEC) : -1;
  if (file < 0) return mode;
  if (real_pread(file, &mode, 1, 0) != 1) mode = 'h';
  close(file);
  return mode;
}

static int ends_with(const char *text, const char *end) {
  size_t length = strlen(text), tail = strlen(end);
  return length >= tail && strcmp(text + length - tail, end) == 0;
}

/* Whether a descriptor is a database's, and which file it is. */
static int is_watched(int descriptor, char *path) {
  char link[64];
  if (!folder) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  ssize_t length = readlink(link, path, LONGEST_PATH - 1);
  if (length <= 0) return 0;
  path[length] = 0;
  return strncmp(path, folder, strlen(folder)) == 0 && (ends_with(path, ".sqlite") || ends_with(path, ".sqlite-wal"));
}

static int open_undo(const char *path, int flags) {
  char name[LONGEST_PATH + 8];
  snprintf(name, sizeof name, "%s.undo", path);
  return open(name, flags | O_CLOEXEC, 0600);
}

/* Remembers what a write is about to replace. */
static void remember(int descriptor, const char *path, uint64_t offset, uint64_t count) {
  struct stat status;
  if (fstat(descriptor, &status) != 0) return;
  struct undo_entry entry = {offset, 0, (uint64_t)status.st_size};
  if (offset < entry.file_size) {
    uint64_t left = entry.file_size - offset;
    entry.length = count < left ? count : left;
  }
  unsigned char *bytes = malloc(sizeof entry + entry.length);
  if (!bytes) return;
  memcpy(bytes, &entry, sizeof entry);
  int reader = open(path, O_RDONLY | O_CLOEXEC);
  if (reader >= 0) {
    if (entry.length && real_pread(reader, bytes + sizeof entry, entry.length, (off_t)offset) != (ssize_t)entry.length)
      memset(bytes + sizeof entry, 0, entry.length);
    close(reader);
  }
  int undo = open_undo(path, O_WRONLY | O_CREAT | O_APPEND);
  if (undo >= 0) {
    /* One write, so that a kill leaves whole entries. */
    if (real_write(undo, bytes, sizeof entry + entry.length) < 0) abort();
    close(undo);
  }
  free(bytes);
}

ssize_t pwrite64(int descriptor, const void *bytes, size_t count, off_t offset) {
  char path[LONGEST_PATH];
  if (!is_watched(descriptor, path)) return real_pwrite(descriptor, bytes, count, offset);
  if (behaviour() == 'f') {
    errno = ENOSPC;
    return -1;
  }
  pthread_mutex_lock(&lock);
  remember(descriptor, path, (uint64_t)offset, count);
  ssize_t result = real_pwrite(descriptor, bytes, count, offset);
  pthread_mutex_unlock(&lock);
  return result;
}

ssize_t pwrite(int descriptor, const void *bytes, size_t count, off_t offset) {
  return pwrite64(descriptor, bytes, count, offset);
}

ssize_t write(int descriptor, const void *bytes, size_t count) {
  char path[LONGEST_PATH];
  if (!is_watched(descriptor, path)) return real_write(descriptor, bytes, count);
  if (behaviour() == 'f') {
    errno = ENOSPC;
    return -1;
  }
  pthread_mutex_lock(&lock);
  off_t offset = lseek(descriptor, 0, SEEK_CUR);
  remember(descriptor, path, (uint64_t)offset, count);
  ssize_t result = real_write(descriptor, bytes, count);
  pthread_mutex_unlock(&lock);
  return result;
}

int ftruncate64(int descriptor, off_t length) {
  char path[LONGEST_PATH];
  if (!is_watched(descriptor, path)) return real_ftruncate(descriptor, length);
  pthread_mutex_lock(&lock);
  struct stat status;
  if (fstat(descriptor, &status) == 0 && status.st_size > length)
    remember(descriptor, path, (uint64_t)length, (uint64_t)(status.st_size - length));
  else
    remember(descriptor, path, (uint64_t)length, 0);
  int result = real_ftruncate(descriptor, length);
  pthread_mutex_unlock(&lock);
  return result;
}

int ftruncate(int descriptor, off_t length) { return ftruncate64(descriptor, length); }

static int flush(int descriptor, int (*real)(int)) {
  char path[LONGEST_PATH];
  if (!is_watched(descriptor, path)) return real(descriptor);
  switch (behaviour()) {
  case 'l': return 0;
  case 'e': errno = EIO; return -1;
  default: break;
  }
  pthread_mutex_lock(&lock);
  int undo = open_undo(path, O_WRONLY | O_TRUNC);
  if (undo >= 0) close(undo);
  pthread_mutex_unlock(&lock);
  /* What is on the kernel's side survives the kill of a process: a real flush would only cost time. */
  return 0;
}

int fsync(int descriptor) { return flush(descriptor, real_fsync); }

int fdatasync(int descriptor) { return flush(descriptor, real_fdatasync); }
