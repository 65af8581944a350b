/* Records what a process does to the files of one folder, in order, for replaying it up to any moment.
 *
 * Loaded before the C library (LD_PRELOAD). RECORD_FOLDER names the folder, RECORD_LOG the log. A record:
 * one byte of kind (w write, t truncate, s sync, c create, u unlink, d sync of a folder, r rename), then path length,
 * offset and data length as 64-bit numbers of this machine, then path and data.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#define MOST_FILES 4096
static char *paths[MOST_FILES];
static int log_file = -1;
static const char *folder;
static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

__attribute__((constructor)) static void begin(void) {
    folder = getenv("RECORD_FOLDER");
    const char *log = getenv("RECORD_LOG");
    if (folder && log) log_file = REAL(open)(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static int is_ours(const char *path) {
    return log_file >= 0 && path && strncmp(path, folder, strlen(folder)) == 0;
}

static const char *path_of(int file) {
    return file >= 0 && file < MOST_FILES ? paths[file] : NULL;
}

static void record(char kind, const char *path, uint64_t offset, const void *data, uint64_t length) {
    uint64_t head[3] = {strlen(path), offset, length};
    struct iovec parts[4] = {{&kind, 1}, {head, sizeof head}, {(void *)path, head[0]}, {(void *)data, length}};
    ssize_t done = writev(log_file, parts, 4);
    if (done != (ssize_t)(1 + sizeof head + head[0] + length)) abort();
}

static void opened(int file, const char *path, int existed) {
    struct stat about;
    if (file < 0 || file >= MOST_FILES || !is_ours(path)) return;
    pthread_mutex_lock(&turn);
    free(paths[file]);
    paths[file] = strdup(path);
    if (!existed && fstat(file, &about) == 0 && S_ISREG(about.st_mode)) record('c', path, 0, "", 0);
    pthread_mutex_unlock(&turn);
}

#define OPEN(name)                                                   \
    int name(const char *path, int flags, ...) {                     \
        mode_t mode = 0;                                             \
        if (flags & O_CREAT) {                                       \
            va_list rest;                                            \
            va_start(rest, flags);                                   \
            mode = va_arg(rest, mode_t);                             \
            va_end(rest);                                            \
        }                                                            \
        int existed = access(path, F_OK) == 0;                       \
        int file = REAL(name)(path, flags, mode);                    \
        opened(file, path, existed);                                 \
        if (file >= 0 && existed && (flags & O_TRUNC) && is_ours(path)) record('t', path, 0, "", 0); \
        return file;                                                 \
    }
OPEN(open)
OPEN(open64)

int close(int file) {
    if (path_of(file)) {
        pthread_mutex_lock(&turn);
        free(paths[file]);
        paths[file] = NULL;
        pthread_mutex_unlock(&turn);
    }
    return REAL(close)(file);
}

#define PWRITE(name, kind_of_offset)                                                    \
    ssize_t name(int file, const void *data, size_t length, kind_of_offset offset) {    \
        if (!path_of(file)) return REAL(name)(file, data, length, offset);              \
        pthread_mutex_lock(&turn);                                                      \
        ssize_t done = REAL(name)(file, data, length, offset);                          \
        if (done > 0) record('w', paths[file], offset, data, done);                     \
        pthread_mutex_unlock(&turn);                                                    \
        return done;                                                                    \
    }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

ssize_t write(int file, const void *data, size_t length) {
    if (!path_of(file)) return REAL(write)(file, data, length);
    pthread_mutex_lock(&turn);
    int flags = fcntl(file, F_GETFL);
    off_t at = lseek(file, 0, flags & O_APPEND ? SEEK_END : SEEK_CUR);
    ssize_t done = REAL(write)(file, data, length);
    if (done > 0) record('w', paths[file], at, data, done);
    pthread_mutex_unlock(&turn);
    return done;
}

#define TRUNCATE(name, kind_of_offset)                                     \
    int name(int file, kind_of_offset length) {                            \
        if (!path_of(file)) return REAL(name)(file, length);               \
        pthread_mutex_lock(&turn);                                         \
        int done = REAL(name)(file, length);                               \
        if (done == 0) record('t', paths[file], length, "", 0);            \
        pthread_mutex_unlock(&turn);                                       \
        return done;                                                       \
    }
TRUNCATE(ftruncate, off_t)
TRUNCATE(ftruncate64, off64_t)

#define SYNC(name)                                                          \
    int name(int file) {                                                    \
        if (!path_of(file)) return REAL(name)(file);                        \
        pthread_mutex_lock(&turn);                                          \
        struct stat about;                                                  \
        int is_folder = fstat(file, &about) == 0 && S_ISDIR(about.st_mode); \
        record(is_folder ? 'd' : 's', paths[file], 0, "", 0);               \
        pthread_mutex_unlock(&turn);                                        \
        return 0; /* the replay decides what lasts: the disk may rest */    \
    }
SYNC(fsync)
SYNC(fdatasync)

int unlink(const char *path) {
    int ours = is_ours(path) && access(path, F_OK) == 0;
    int done = REAL(unlink)(path);
    if (ours && done == 0) record('u', path, 0, "", 0);
    return done;
}

int rename(const char *from, const char *to) {
    int done = REAL(rename)(from, to);
    if (done == 0 && is_ours(to)) record('r', from, 0, to, strlen(to));
    return done;
}
