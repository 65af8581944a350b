/* Lets calls on files of one folder fail as a disk does that is broken or full, when it is told to.
 *
 * Loaded before the C library (LD_PRELOAD). FAIL_FOLDER names the folder; FAIL_CONTROL a file that is shared
 * with whoever tells, in the order of struct control. Nothing fails while mode is OFF.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/types.h>
#include <unistd.h>

enum mode { OFF, SOMETIMES, ONCE, FULL };
enum call { OPEN, READ, WRITE, SYNC, TRUNCATE, UNLINK, RENAME, CALLS };

struct control {
    uint64_t mode;
    uint64_t one_in;          /* SOMETIMES: one call in so many fails; ONCE, FULL: from the so-manieth on */
    uint64_t state;           /* of the random numbers: the seed */
    uint64_t failed[CALLS];
};

#define MOST_FILES 4096
static char ours[MOST_FILES];
static const char *folder;
static struct control *control;
static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

__attribute__((constructor)) static void begin(void) {
    const char *place = getenv("FAIL_CONTROL");
    folder = getenv("FAIL_FOLDER");
    if (!folder || !place) return;
    int file = REAL(open)(place, O_RDWR | O_CLOEXEC);
    if (file < 0) abort();
    control = mmap(NULL, sizeof *control, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    REAL(close)(file);
    if (control == MAP_FAILED) abort();
}

static uint64_t draw(uint64_t below) {
    control->state ^= control->state << 13;
    control->state ^= control->state >> 7;
    control->state ^= control->state << 17;
    return control->state % below;
}

/* What errno this call fails with; 0 where it shall not fail. A full disk refuses only what needs room. */
static int fault(enum call call) {
    int error = 0;
    if (!control || control->mode == OFF) return 0;
    pthread_mutex_lock(&turn);
    int needs_room = call == OPEN || call == WRITE || call == TRUNCATE;
    switch (control->mode) {
    case SOMETIMES:
        if (draw(control->one_in) == 0) error = needs_room && draw(2) ? ENOSPC : EIO;
        break;
    case ONCE:
        if (control->one_in > 1) control->one_in--;
        else {
            error = needs_room && draw(2) ? ENOSPC : EIO;
            control->mode = OFF;
        }
        break;
    case FULL:
        if (control->one_in > 1) control->one_in--;
        else if (needs_room) error = ENOSPC;
        break;
    }
    if (error) control->failed[call]++;
    pthread_mutex_unlock(&turn);
    return error;
}

static int is_ours(const char *path) {
    return control && path && strncmp(path, folder, strlen(folder)) == 0;
}

static int is_our_file(int file) {
    return file >= 0 && file < MOST_FILES && ours[file];
}

#define OPEN_AS(name)                                                        \
    int name(const char *path, int flags, ...) {                             \
        mode_t mode = 0;                                                     \
        if (flags & (O_CREAT | O_TMPFILE)) {                                 \
            va_list rest;                                                    \
            va_start(rest, flags);                                           \
            mode = va_arg(rest, mode_t);                                     \
            va_end(rest);                                                    \
        }                                                                    \
        int mine = is_ours(path);                                            \
        int error = mine && (flags & O_CREAT) ? fault(OPEN) : 0;             \
        if (error) {                                                         \
            errno = error;                                                   \
            return -1;                                                       \
        }                                                                    \
        int file = REAL(name)(path, flags, mode);                            \
        if (file >= 0 && file < MOST_FILES) ours[file] = (char)mine;         \
        return file;                                                         \
    }
OPEN_AS(open)
OPEN_AS(open64)

int close(int file) {
    if (file >= 0 && file < MOST_FILES) ours[file] = 0;
    return REAL(close)(file);
}

/* A full disk takes a part of a long write first. */
static size_t taken(size_t length, int error) {
    return error == ENOSPC && length > 1024 && draw(2) ? length / 2 : 0;
}

#define PWRITE_AS(name, kind_of_offset)                                                  \
    ssize_t name(int file, const void *data, size_t length, kind_of_offset offset) {     \
        int error = is_our_file(file) ? fault(WRITE) : 0;                                \
        if (!error) return REAL(name)(file, data, length, offset);                       \
        size_t part = taken(length, error);                                              \
        if (part) return REAL(name)(file, data, part, offset);                           \
        errno = error;                                                                   \
        return -1;                                                                       \
    }
PWRITE_AS(pwrite, off_t)
PWRITE_AS(pwrite64, off64_t)

ssize_t write(int file, const void *data, size_t length) {
    int error = is_our_file(file) ? fault(WRITE) : 0;
    if (!error) return REAL(write)(file, data, length);
    size_t part = taken(length, error);
    if (part) return REAL(write)(file, data, part);
    errno = error;
    return -1;
}

#define FAIL(call, mine)              \
    do {                              \
        int error = (mine) ? fault(call) : 0; \
        if (error) {                  \
            errno = error;            \
            return -1;                \
        }                             \
    } while (0)

#define PREAD_AS(name, kind_of_offset)                                            \
    ssize_t name(int file, void *data, size_t length, kind_of_offset offset) {    \
        FAIL(READ, is_our_file(file));                                            \
        return REAL(name)(file, data, length, offset);                            \
    }
PREAD_AS(pread, off_t)
PREAD_AS(pread64, off64_t)

ssize_t read(int file, void *data, size_t length) {
    FAIL(READ, is_our_file(file));
    return REAL(read)(file, data, length);
}

#define TRUNCATE_AS(name, kind_of_offset)           \
    int name(int file, kind_of_offset length) {     \
        FAIL(TRUNCATE, is_our_file(file));          \
        return REAL(name)(file, length);            \
    }
TRUNCATE_AS(ftruncate, off_t)
TRUNCATE_AS(ftruncate64, off64_t)

#define SYNC_AS(name)                      \
    int name(int file) {                   \
        FAIL(SYNC, is_our_file(file));     \
        return REAL(name)(file);           \
    }
SYNC_AS(fsync)
SYNC_AS(fdatasync)

int unlink(const char *path) {
    FAIL(UNLINK, is_ours(path) && access(path, F_OK) == 0);
    return REAL(unlink)(path);
}

int rename(const char *from, const char *to) {
    FAIL(RENAME, is_ours(to));
    return REAL(rename)(from, to);
}
