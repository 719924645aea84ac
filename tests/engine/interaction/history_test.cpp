#include <thread>

#include "engine/index/key.h"
#include "engine/search/cursor.h"
#include "fhir/primitive/date_time.h"
#include "tests/engine/interaction/fixture.h"

using namespace engine;

// https://hl7.org/fhir/R4/http.html#history

namespace {

std::string text_of(Instant instant) { return fhir::format_instant(instant.time_since_epoch().count()); }

/// The pages of a history, one behind the other, as the next links lead.
std::vector<Reply> pages(Server& server, std::string url) {
  std::vector<Reply> all_pages;
  while (!url.empty() && all_pages.size() < 50) {
    all_pages.push_back(server.ask("GET", url));
    INFO(issues(all_pages.back()));
    REQUIRE(all_pages.back().status == Status::ok);
    url = one(all_pages.back(), "Bundle.link.where(relation = 'next').url");
  }
  return all_pages;
}

Texts entries(const std::vector<Reply>& pages, const std::string& expression) {
  Texts texts;
  for (const Reply& page : pages) {
    for (std::string& text : all(page, expression)) texts.push_back(std::move(text));
  }
  return texts;
}

}  // namespace

TEST_CASE("the history of an instance has every version, newest first, and says what made it") {
  Server server;
  const Reply made = server.ask("POST", "Patient", patient("1"));
  const std::string place = "Patient/" + made.id;
  const Reply changed = server.ask("PUT", place, patient("1", "Iyer", made.id));
  server.ask("DELETE", place);
  server.ask("PUT", place, patient("1", "Nair", made.id));

  const Reply history = server.ask("GET", place + "/_history");
  CHECK(history.status == Status::ok);
  CHECK(one(history, "Bundle.type") == "history");
  CHECK(one(history, "Bundle.total") == "4");
  CHECK(one(history, "Bundle.link.where(relation = 'self').url") == "http://example.org/fhir/" + place + "/_history");
  CHECK(all(history, "Bundle.entry.fullUrl") == Texts(4, "http://example.org/fhir/" + place));
  CHECK(all(history, "Bundle.entry.resource.meta.versionId") == Texts{"4", "2", "1"});
  CHECK(all(history, "Bundle.entry.resource.name.family") == Texts{"Nair", "Iyer", "Rao"});
  CHECK(all(history, "Bundle.entry[1].resource").empty());
  CHECK(all(history, "Bundle.entry.request.method") == Texts{"PUT", "DELETE", "PUT", "POST"});
  CHECK(all(history, "Bundle.entry.request.url") == Texts{place, place, place, "Patient"});
  CHECK(all(history, "Bundle.entry.response.status") == Texts{"201 Created", "204 No Content", "200 OK", "201 Created"});
  CHECK(all(history, "Bundle.entry.response.etag") == Texts{"W/\"4\"", "W/\"3\"", "W/\"2\"", "W/\"1\""});
  CHECK(one(history, "Bundle.entry[2].response.lastModified") == text_of(*changed.last_updated));
}

TEST_CASE("a resource made by PUT was made by PUT in its history") {
  Server server;
  server.ask("PUT", "Patient/p", patient("1", "Rao", "p"));
  const Reply history = server.ask("GET", "Patient/p/_history");
  CHECK(one(history, "Bundle.entry.request.method") == "PUT");
  CHECK(one(history, "Bundle.entry.request.url") == "Patient/p");
  CHECK(one(history, "Bundle.entry.response.status") == "201 Created");
}

TEST_CASE("a history is a valid bundle") {
  Server server;
  server.ask("PUT", "Patient/p", patient("1", "Rao", "p"));
  server.ask("DELETE", "Patient/p");
  for (const char* url : {"Patient/p/_history", "Patient/_history", "_history"}) {
    const Reply history = server.ask("GET", url);
    INFO(history.body);
    CHECK(faults_of(history) == "");
  }
}

TEST_CASE("the history of what never was is not found; that of a type or system is empty") {
  Server server;
  CHECK(server.ask("GET", "Patient/none/_history").status == Status::not_found);
  CHECK(server.ask("GET", "Patient/none/_history?_since=2020-01-01T00:00:00Z").status == Status::not_found);
  CHECK(server.ask("GET", "Patient/none/_history?_count=0").status == Status::not_found);
  const Reply type = server.ask("GET", "Patient/_history");
  CHECK(type.status == Status::ok);
  CHECK(all(type, "Bundle.entry").empty());
  CHECK(server.ask("GET", "_history").status == Status::ok);
}

TEST_CASE("histories of type and system have all their resources, newest first") {
  Server server;
  const auto tick = [] { std::this_thread::sleep_for(std::chrono::milliseconds(2)); };  // times are in milliseconds
  server.ask("PUT", "Patient/p", patient("1", "Rao", "p"));
  tick();
  server.ask("PUT", "Basic/b", R"({"resourceType":"Basic","id":"b","code":{"text":"x"}})");
  tick();
  server.ask("PUT", "Patient/q", patient("2", "Rao", "q"));
  tick();
  server.ask("DELETE", "Patient/p");
  CHECK(all(server.ask("GET", "Patient/_history"), "Bundle.entry.request.url") == Texts{"Patient/p", "Patient/q", "Patient/p"});
  CHECK(all(server.ask("GET", "_history"), "Bundle.entry.request.url") == Texts{"Patient/p", "Patient/q", "Basic/b", "Patient/p"});
  CHECK(all(server.ask("GET", "Basic/_history"), "Bundle.entry.request.url") == Texts{"Basic/b"});
}

TEST_CASE("_since leaves out what was there before, and counts what is left") {
  Server server;
  server.ask("PUT", "Patient/p", patient("1", "Rao", "p"));
  const Reply second = server.ask("PUT", "Patient/p", patient("1", "Iyer", "p"));
  server.ask("PUT", "Patient/p", patient("1", "Nair", "p"));
  const std::string since = "?_since=" + text_of(*second.last_updated);
  for (const char* url : {"Patient/p/_history", "Patient/_history", "_history"}) {
    CAPTURE(url);
    CHECK(all(server.ask("GET", url + since), "Bundle.entry.resource.meta.versionId") == Texts{"3", "2"});
  }
  CHECK(one(server.ask("GET", "Patient/p/_history" + since), "Bundle.total") == "2");
  // Nothing since then is an answer, not an error: the resource is known.
  const Reply none = server.ask("GET", "Patient/p/_history?_since=2999-01-01T00:00:00Z");
  CHECK(none.status == Status::ok);
  CHECK(one(none, "Bundle.total") == "0");
  CHECK(server.ask("GET", "_history?_since=yesterday").status == Status::bad_request);
}

TEST_CASE("a history's pages have each version once, whatever is written meanwhile") {
  Server server;
  const auto tick = [] { std::this_thread::sleep_for(std::chrono::milliseconds(2)); };  // times are in milliseconds
  for (int n = 0; n < 4; ++n) {
    tick();
    server.ask("PUT", "Patient/p", patient("1", "Rao" + std::to_string(n), "p"));
    tick();
    server.ask("PUT", "Basic/b", R"({"resourceType":"Basic","id":"b","code":{"text":")" + std::to_string(n) + "\"}}");
  }
  const std::string tag = "Bundle.entry.select(request.url & ' ' & response.etag)";
  const Texts newest_first = {"Basic/b W/\"4\"", "Patient/p W/\"4\"", "Basic/b W/\"3\"", "Patient/p W/\"3\"",
                              "Basic/b W/\"2\"", "Patient/p W/\"2\"", "Basic/b W/\"1\"", "Patient/p W/\"1\""};
  for (int size : {1, 3, 8, 100}) {
    CAPTURE(size);
    const auto read = pages(server, "_history?_count=" + std::to_string(size));
    CHECK(read.size() == static_cast<std::size_t>((8 + size - 1) / size));
    CHECK(entries(read, tag) == newest_first);
  }
  CHECK(entries(pages(server, "Patient/_history?_count=3"), "Bundle.entry.resource.meta.versionId") == Texts{"4", "3", "2", "1"});
  const auto of_instance = pages(server, "Patient/p/_history?_count=3");
  CHECK(entries(of_instance, "Bundle.entry.resource.meta.versionId") == Texts{"4", "3", "2", "1"});
  CHECK(entries(of_instance, "Bundle.total") == Texts{"4", "4"});

  const Reply first = server.ask("GET", "_history?_count=5");
  server.ask("PUT", "Patient/q", patient("2", "Rao", "q"));
  const Reply second = server.ask("GET", one(first, "Bundle.link.where(relation = 'next').url"));
  CHECK(all(second, tag) == Texts(newest_first.begin() + 5, newest_first.end()));
}

TEST_CASE("_at gives the versions that were current at a time") {
  Server server;
  const auto write = [&](const std::string& id, const std::string& family) {
    std::this_thread::sleep_for(std::chrono::milliseconds(3));  // times are in milliseconds
    return text_of(*server.ask("PUT", "Patient/" + id, patient("1", family, id)).last_updated);
  };
  const std::string first = write("p", "Rao"), other = write("q", "Das"), second = write("p", "Iyer"), third = write("p", "Nair");
  const auto at = [&](const std::string& url, const std::string& time) {
    Texts found = all(server.ask("GET", url + "?_at=" + time), "Bundle.entry.select(resource.id & '/' & resource.meta.versionId)");
    return found;
  };
  CHECK(at("Patient/p/_history", first) == Texts{"p/1"});
  CHECK(at("Patient/p/_history", other) == Texts{"p/1"});
  CHECK(at("Patient/p/_history", second) == Texts{"p/2"});
  CHECK(at("Patient/p/_history", third) == Texts{"p/3"});
  CHECK(at("Patient/p/_history", "2100") == Texts{"p/3"});
  CHECK(at("Patient/p/_history", "2001").empty());
  CHECK(at("Patient/p/_history", third.substr(0, 4)) == Texts{"p/3", "p/2", "p/1"});
  CHECK(at("Patient/_history", second) == Texts{"p/2", "q/1"});
  CHECK(at("_history", first) == Texts{"p/1"});
  CHECK(one(server.ask("GET", "Patient/p/_history?_at=" + second), "Bundle.total") == "1");
  CHECK(server.ask("GET", "Patient/p/_history?_at=then").status == Status::bad_request);
}

TEST_CASE("_count of 0 and _summary=count give the number alone, of a resource, a type and all") {
  Server server;
  server.ask("PUT", "Patient/p", patient("1", "Rao", "p"));
  std::this_thread::sleep_for(std::chrono::milliseconds(3));  // times are in milliseconds
  const Reply second = server.ask("PUT", "Patient/q", patient("2", "Rao", "q"));
  server.ask("PUT", "Basic/b", R"({"resourceType":"Basic","id":"b","code":{"text":"x"}})");
  server.ask("DELETE", "Patient/q");
  const std::string time = text_of(*second.last_updated);
  const std::pair<std::string, std::string> cases[] = {
      {"Patient/p/_history?", "1"}, {"Patient/_history?", "3"}, {"_history?", "4"}, {"Basic/_history?", "1"}, {"Group/_history?", "0"},
      {"Patient/_history?_since=" + time + "&", "2"}, {"_history?_since=" + time + "&", "3"},
      {"Patient/_history?_at=" + time + "&", "2"}, {"_history?_at=2001&", "0"}};
  for (const auto& [url, total] : cases) {
    for (const char* what : {"_count=0", "_summary=count"}) {
      CAPTURE(url, what);
      const Reply history = server.ask("GET", url + what);
      CHECK(history.status == Status::ok);
      CHECK(one(history, "Bundle.total") == total);
      CHECK(all(history, "Bundle.entry").empty());
      CHECK(all(history, "Bundle.link.where(relation = 'next')").empty());
    }
  }
  CHECK(all(server.ask("GET", "_history"), "Bundle.total").empty());
  CHECK(server.ask("GET", "Patient/p/_history?_count=-1").status == Status::bad_request);
  CHECK(server.ask("GET", "Patient/p/_history?_count=two").status == Status::bad_request);
}

TEST_CASE("a history that is asked for in larger pages than there are comes in the largest, as a search does") {
  Server server;
  server.ask("PUT", "Patient/p", patient("1", "Rao", "p"));
  CHECK(all(server.ask("GET", "_history?_count=1000000"), "Bundle.entry.resource.id") == Texts{"p"});
  CHECK(all(server.ask("GET", "_history?_count=99999999999999999999"), "Bundle.entry.resource.id") == Texts{"p"});
}

TEST_CASE("a parameter that a history does not have is refused by name, and ignored where that is asked for") {
  Server server;
  for (const char* parameter : {"_list", "name"}) {
    auto interaction = asked("GET", "_history?" + std::string(parameter) + "=x");
    const Reply refused = server.perform(interaction);
    CHECK(refused.status == Status::bad_request);
    REQUIRE(refused.issues.size() == 1);
    CHECK(refused.issues[0].text.find(parameter) != std::string::npos);
    interaction.handling = Handling::lenient;
    CHECK(server.perform(interaction).status == Status::ok);
  }
}

TEST_CASE("a page that is none is refused") {
  Server server;
  for (int n = 0; n < 3; ++n) server.ask("POST", "Patient", patient("1"));
  CHECK(server.ask("GET", "_history?_cursor=abc").status == Status::bad_request);
  // A cursor belongs to the history it came from.
  const std::string next = one(server.ask("GET", "_history?_count=1"), "Bundle.link.where(relation = 'next').url");
  const std::string cursor = next.substr(next.find("_cursor="));
  CHECK(server.ask("GET", "Patient/_history?" + cursor).status == Status::bad_request);
}

TEST_CASE("a history's cursor that is forged, of another history or of another tenant is refused") {
  Server server;
  for (int n = 0; n < 3; ++n) {
    for (const char* id : {"p", "q"}) server.ask("PUT", "Patient/" + std::string(id), patient(std::to_string(n), "Rao", id));
    server.ask("PUT", "Basic/p", R"({"resourceType":"Basic","id":"p","code":{"text":")" + std::to_string(n) + "\"}}");
  }
  const std::string histories[] = {"_history?_count=1", "Patient/_history?_count=1", "Patient/p/_history?_count=1", "Basic/p/_history?_count=1", "Patient/q/_history?_count=1",
                                   "_history?_count=1&_since=2020", "Patient/_history?_count=1&_since=2020", "Patient/p/_history?_count=1&_since=2020",
                                   "_history?_count=1&_at=2020", "Patient/p/_history?_count=1&_since=2021"};
  const auto refused = [&](const std::string& url, std::int32_t tenant = 1) {
    auto interaction = asked("GET", url);
    interaction.tenant = tenant;
    const Reply reply = server.perform(std::move(interaction));
    CAPTURE(url, tenant);
    CHECK(reply.status == Status::bad_request);
    CHECK(reply.body.empty());
    CHECK_FALSE(reply.issues.empty());
  };
  const std::string secret = support::Sql(server.url).value("select value from setu.setting where name = 'cursor_secret'");
  for (const std::string& history : histories) {
    const std::string next = one(server.ask("GET", history), "Bundle.link.where(relation = 'next').url");
    if (history.ends_with("_at=2020")) {
      CHECK(next.empty());
      continue;
    }
    REQUIRE_FALSE(next.empty());
    const std::string cursor = next.substr(next.find("_cursor=") + 8);
    REQUIRE(server.ask("GET", history + "&_cursor=" + cursor).status == Status::ok);
    // How many are on a page is no matter of the cursor.
    CHECK(server.ask("GET", history.substr(0, history.find("_count=1")) + "_count=2" + history.substr(history.find("_count=1") + 8) + "&_cursor=" + cursor).status == Status::ok);
    for (const std::string& other : histories) {
      if (other != history) refused(other + "&_cursor=" + cursor);
    }
    refused(history + "&_cursor=" + cursor, 2);
    refused(history + "&_cursor=" + cursor + "A");
    refused(history + "&_cursor=" + cursor.substr(0, cursor.size() - 4));
    // Any letter that is another one.
    for (std::size_t place = 0; place < cursor.size(); place += 3) {
      std::string forged = cursor;
      forged[place] = forged[place] == 'A' ? 'B' : 'A';
      refused(history + "&_cursor=" + forged);
    }
    refused(history + "&_cursor=" + search::to_text({0, 1, 1, {std::int64_t{1}, std::int64_t{1}}, {}}, "another secret"));
    refused(history + "&_cursor=" + search::to_text({0, 1, 1, {std::int64_t{1}, std::int64_t{1}}, {}}, secret));
  }
  // One of a search is none of a history, though the same secret signs both.
  const std::string next = one(server.ask("GET", "Patient?_count=1"), "Bundle.link.where(relation = 'next').url");
  refused("Patient/_history?_count=1&" + next.substr(next.find("_cursor=")));
}

TEST_CASE("a history holds parts of resources where that is asked for") {
  Server server;
  server.ask("PUT", "Patient/p", patient("1", "Rao", "p"));
  const Reply history = server.ask("GET", "Patient/p/_history?_elements=identifier");
  CHECK(all(history, "Bundle.entry.resource.identifier.value") == Texts{"1"});
  CHECK(all(history, "Bundle.entry.resource.name").empty());
  CHECK(all(history, "Bundle.entry.resource.meta.tag.code") == Texts{"SUBSETTED"});
}

TEST_CASE("the links of a history keep how it is shown") {
  Server server;
  for (const char* family : {"Rao", "Iyer", "Nair"}) server.ask("PUT", "Patient/p", patient("1", family, "p"));
  for (const char* place : {"Patient/p/_history", "Patient/_history", "_history"}) {
    CAPTURE(place);
    const std::string url = "http://example.org/fhir/" + std::string(place) + "?_count=2&_elements=identifier&_format=xml&_pretty=true";
    const Reply first = server.ask("GET", url);
    CHECK(one(first, "Bundle.link.where(relation = 'self').url") == url);
    const std::string next = one(first, "Bundle.link.where(relation = 'next').url");
    CHECK(next.starts_with(url + "&_cursor="));
    const Reply second = server.ask("GET", next);
    CHECK(one(second, "Bundle.link.where(relation = 'self').url") == next);
    CHECK(all(second, "Bundle.entry.resource.identifier.value") == Texts{"1"});
    CHECK(all(second, "Bundle.entry.resource.name").empty());
  }
  CHECK(one(server.ask("GET", "_history?_summary=true"), "Bundle.link.where(relation = 'self').url") == "http://example.org/fhir/_history?_summary=true");
}

TEST_CASE("a parameter that a history is given twice is refused by name") {
  Server server;
  server.ask("PUT", "Patient/p", patient("1", "Rao", "p"));
  for (const char* name : {"_count", "_since", "_at", "_cursor"}) {
    for (const char* place : {"Patient/p/_history", "Patient/_history", "_history"}) {
      auto interaction = asked("GET", std::string(place) + "?" + name + "=2024&" + name + "=2025");
      for (const auto handling : {Handling::strict, Handling::lenient}) {
        interaction.handling = handling;
        const Reply refused = server.perform(interaction);
        CHECK(refused.status == Status::bad_request);
        CHECK(refused.issues.at(0).text.find("'" + std::string(name) + "'") != std::string::npos);
      }
    }
  }
}

TEST_CASE("what a history ignored is not in its self link") {
  Server server;
  auto interaction = asked("GET", "_history?_count=2&name=x&_since=2020");
  interaction.handling = Handling::lenient;
  const Reply reply = server.perform(interaction);
  CHECK(one(reply, "Bundle.link.where(relation = 'self').url") == "http://example.org/fhir/_history?_count=2&_since=2020");
}

TEST_CASE("the pages of a history lead to the first") {
  Server server;
  for (const char* family : {"Rao", "Iyer", "Nair"}) server.ask("PUT", "Patient/p", patient("1", family, "p"));
  const auto link = [](const Reply& page, const std::string& relation) { return one(page, "Bundle.link.where(relation = '" + relation + "').url"); };
  for (const char* place : {"Patient/p/_history", "Patient/_history", "_history"}) {
    const std::string url = "http://example.org/fhir/" + std::string(place) + "?_count=1";
    Reply page = server.ask("GET", url);
    for (int number = 0; number < 3; ++number) {
      CHECK(link(page, "first") == url);
      if (number < 2) page = server.ask("GET", link(page, "next"));
    }
    CHECK(link(page, "next").empty());
    CHECK(one(server.ask("GET", link(page, "first")), "Bundle.entry.resource.name.family") == "Nair");
    CHECK(link(server.ask("GET", place), "first").empty());
  }
}
