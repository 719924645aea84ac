#include "src/metrics/metrics.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace setu::metrics {
namespace {

void append_escaped(std::string& out, std::string_view text, bool quotes) {
  for (const char c : text) {
    if (c == '\\') {
      out += "\\\\";
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '"' && quotes) {
      out += "\\\"";
    } else {
      out += c;
    }
  }
}

std::string printed(const Labels& labels) {
  std::string out;
  for (const auto& [name, value] : labels) {
    if (!out.empty()) out += ',';
    out += name;
    out += "=\"";
    append_escaped(out, value, true);
    out += '"';
  }
  return out;
}

std::string number(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "+Inf" : "-Inf";
  char digits[32];
  return {digits, std::to_chars(digits, digits + sizeof digits, value).ptr};
}

void append_sample(std::string& out, std::string_view name, std::string_view suffix, std::string_view labels, std::string_view more,
                   std::string_view value) {
  out += name;
  out += suffix;
  if (!labels.empty() || !more.empty()) {
    out += '{';
    out += labels;
    if (!labels.empty() && !more.empty()) out += ',';
    out += more;
    out += '}';
  }
  out += ' ';
  out += value;
  out += '\n';
}

void append_histogram(std::string& out, std::string_view name, std::string_view labels, const Histogram& histogram) {
  for (std::size_t i = 0; i < Histogram::bounds_seconds.size(); ++i) {
    append_sample(out, name, "_bucket", labels, "le=\"" + number(Histogram::bounds_seconds[i]) + "\"",
                  std::to_string(histogram.up_to(i)));
  }
  const std::string count = std::to_string(histogram.count());
  append_sample(out, name, "_bucket", labels, "le=\"+Inf\"", count);
  append_sample(out, name, "_sum", labels, {}, number(histogram.sum_seconds()));
  append_sample(out, name, "_count", labels, {}, count);
}

}  // namespace

void Histogram::observe(double seconds) {
  const auto bucket = std::lower_bound(bounds_seconds.begin(), bounds_seconds.end(), seconds) - bounds_seconds.begin();
  buckets_[static_cast<std::size_t>(bucket)].fetch_add(1, std::memory_order_relaxed);
  sum_ns_.fetch_add(static_cast<std::uint64_t>(std::max(seconds, 0.0) * 1e9), std::memory_order_relaxed);
}

std::uint64_t Histogram::up_to(std::size_t bucket) const {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i <= bucket; ++i) sum += buckets_[i].load(std::memory_order_relaxed);
  return sum;
}

std::uint64_t Histogram::count() const { return up_to(bounds_seconds.size()); }

Registry::Series& Registry::series(Family::Kind kind, std::string_view name, std::string_view help, const Labels& labels) {
  auto family = std::find_if(families_.begin(), families_.end(), [&](const Family& one) { return one.name == name; });
  if (family == families_.end()) {
    families_.emplace_back();
    family = std::prev(families_.end());
    family->kind = kind;
    family->name = name;
    family->help = help;
  }
  const std::string wanted = printed(labels);
  for (Series& one : family->series) {
    if (one.labels == wanted) return one;
  }
  Series& made = family->series.emplace_back();
  made.labels = wanted;
  return made;
}

Counter& Registry::counter(std::string_view name, std::string_view help, Labels labels) {
  const std::lock_guard lock(mutex_);
  return series(Family::Kind::counter, name, help, labels).counter;
}

Histogram& Registry::histogram(std::string_view name, std::string_view help, Labels labels) {
  const std::lock_guard lock(mutex_);
  return series(Family::Kind::histogram, name, help, labels).histogram;
}

void Registry::gauge(std::string_view name, std::string_view help, std::function<double()> read, Labels labels) {
  const std::lock_guard lock(mutex_);
  series(Family::Kind::gauge, name, help, labels).read = std::move(read);
}

void Registry::remove_gauge(std::string_view name) {
  const std::lock_guard lock(mutex_);
  std::erase_if(families_, [&](const Family& one) { return one.kind == Family::Kind::gauge && one.name == name; });
}

std::string Registry::text() const {
  const std::lock_guard lock(mutex_);
  std::string out;
  for (const Family& family : families_) {
    out += "# HELP " + family.name + ' ';
    append_escaped(out, family.help, false);
    out += "\n# TYPE " + family.name + ' ';
    out += family.kind == Family::Kind::counter ? "counter\n" : family.kind == Family::Kind::gauge ? "gauge\n" : "histogram\n";
    for (const Series& one : family.series) {
      switch (family.kind) {
        case Family::Kind::counter: append_sample(out, family.name, {}, one.labels, {}, std::to_string(one.counter.value())); break;
        case Family::Kind::gauge: append_sample(out, family.name, {}, one.labels, {}, number(one.read ? one.read() : 0)); break;
        case Family::Kind::histogram: append_histogram(out, family.name, one.labels, one.histogram); break;
      }
    }
  }
  return out;
}

}  // namespace setu::metrics
