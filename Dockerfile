# Built once, run anywhere: the same image serves a SQLite shop from one volume, or PostgreSQL by configuration.
FROM mcr.microsoft.com/dotnet/sdk:10.0.401 AS build
WORKDIR /src
COPY global.json Directory.Build.props Directory.Packages.props .editorconfig ./
COPY GlpCommerce.Core/GlpCommerce.Core.csproj GlpCommerce.Core/packages.lock.json GlpCommerce.Core/
COPY GlpCommerce.Web/GlpCommerce.Web.csproj GlpCommerce.Web/packages.lock.json GlpCommerce.Web/
RUN dotnet restore GlpCommerce.Web --locked-mode --use-current-runtime
COPY GlpCommerce.Core GlpCommerce.Core
COPY GlpCommerce.Web GlpCommerce.Web
RUN dotnet publish GlpCommerce.Web -c Release --use-current-runtime -o /app --no-restore

FROM mcr.microsoft.com/dotnet/aspnet:10.0.12
WORKDIR /app
# For the health check; the image has no HTTP client of its own.
RUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/* \
    && mkdir /data && chown 1654:1654 /data
COPY --from=build /app .
# 1654 is the image's own unprivileged user. The program folder belongs to root: the shop cannot change itself.
USER 1654:1654
ENV ASPNETCORE_ENVIRONMENT=Production \
    Urls=http://0.0.0.0:8080 \
    Shop__DataPath=/data \
    DOTNET_EnableDiagnostics=0
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD ["curl", "-fsS", "http://127.0.0.1:8080/health/ready"]
ENTRYPOINT ["dotnet", "GlpCommerce.Web.dll"]
